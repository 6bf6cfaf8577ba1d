package io.backupman.core.store.engine;

/** Backupman's own database could not be used; the message is a sentence for the user. */
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With a sentence. */
  public StoreException(String message) {
    super(message);
  }

  /** With a sentence and what led to it. */
  public StoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
