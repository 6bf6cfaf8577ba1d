package io.backupman.core.age;

/** What could not be encrypted or decrypted; the message is a sentence for the user. */
public final class AgeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** An exception with a sentence. */
  public AgeException(String message) {
    super(message);
  }

  /** An exception with a sentence, and what led to it. */
  public AgeException(String message, Throwable cause) {
    super(message, cause);
  }
}
