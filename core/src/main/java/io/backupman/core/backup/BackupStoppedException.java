package io.backupman.core.backup;

/** A backup that was stopped from outside; the message is a sentence for the user. */
final class BackupStoppedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BackupStoppedException(String message) {
    super(message);
  }
}
