package io.backupman.core.drive.google.auth;

/** There is no access to Google; the message is a sentence for the user. */
public final class SignInException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean passing;

  private SignInException(String message, Throwable cause, boolean passing) {
    super(message, cause);
    this.passing = passing;
  }

  /** An exception with a sentence. */
  SignInException(String message) {
    super(message);
    this.passing = false;
  }

  /** An exception with a sentence, and what led to it. */
  SignInException(String message, Throwable cause) {
    this(message, cause, false);
  }

  /** For what may be over in a moment. */
  static SignInException passing(String message, Throwable cause) {
    return new SignInException(message, cause, true);
  }

  /** Whether it is worth another try in a moment. */
  public boolean isPassing() {
    return passing;
  }
}
