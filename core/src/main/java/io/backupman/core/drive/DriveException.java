package io.backupman.core.drive;

/** A drive that could not be used; the message is a sentence for the user. */
public final class DriveException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean passing;

  /** An exception with a sentence. */
  public DriveException(String message) {
    super(message);
    this.passing = false;
  }

  /** An exception with a sentence, and what led to it. */
  public DriveException(String message, Throwable cause) {
    this(message, cause, false);
  }

  private DriveException(String message, Throwable cause, boolean passing) {
    super(message, cause);
    this.passing = passing;
  }

  /** For what may be over in a moment: a connection that was lost, a service that is busy. */
  public static DriveException passing(String message, Throwable cause) {
    return new DriveException(message, cause, true);
  }

  /** Whether it is worth another try in a moment. */
  public boolean isPassing() {
    return passing;
  }
}
