package io.backupman.core.drive;

/** A drive that could not be used; the message is a sentence for the user. */
public final class DriveException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With a sentence. */
  public DriveException(String message) {
    super(message);
  }

  /** With a sentence and what led to it. */
  public DriveException(String message, Throwable cause) {
    super(message, cause);
  }
}
