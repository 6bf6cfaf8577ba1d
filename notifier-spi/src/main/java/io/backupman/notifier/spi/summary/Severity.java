package io.backupman.notifier.spi.summary;

/** How a notification should look, for channels that have colours, sounds or priorities. */
public enum Severity {
  /** Nothing to do: a test, a start. */
  INFO,
  /** Something went well. */
  SUCCESS,
  /** Somebody should look. */
  ERROR
}
