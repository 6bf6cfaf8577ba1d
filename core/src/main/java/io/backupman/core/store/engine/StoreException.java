package io.backupman.core.store.engine;

/** Backupman's own database could not be used; the message is a sentence for the user. */
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says in a sentence what is wrong. */
  public StoreException(String message) {
    super(message);
  }

  /** Says in a sentence what is wrong, and what led to it. */
  public StoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
