package io.backupman.core.source;

/** A database that could not be dumped; the message is a sentence for the user. */
public final class SourceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With a sentence. */
  public SourceException(String message) {
    super(message);
  }

  /** With a sentence and what led to it. */
  public SourceException(String message, Throwable cause) {
    super(message, cause);
  }
}
