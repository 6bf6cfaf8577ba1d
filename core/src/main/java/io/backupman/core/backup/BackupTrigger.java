package io.backupman.core.backup;

import java.util.Locale;

/** What started a backup. */
public enum BackupTrigger {
  /** Somebody, over the API. */
  MANUAL,
  /** The clock. */
  SCHEDULE,
  /** The command {@code run}. */
  CLI,
  /** A retry of a failed backup. */
  RETRY,
  /** Another program, whose records were taken over. */
  IMPORT;

  /** The word in records and payloads. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The trigger of a word.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static BackupTrigger of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
