package io.backupman.core.source;

/** A database that could not be dumped; the message is a sentence for the user. */
public final class SourceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean worthAnotherTry;

  /** With a sentence. */
  public SourceException(String message) {
    this(message, false);
  }

  /** With a sentence and what led to it. */
  public SourceException(String message, Throwable cause) {
    super(message, cause);
    this.worthAnotherTry = false;
  }

  private SourceException(String message, boolean worthAnotherTry) {
    super(message);
    this.worthAnotherTry = worthAnotherTry;
  }

  /** For what is likely to succeed when the dump is begun anew at once. */
  static SourceException worthAnotherTry(String message) {
    return new SourceException(message, true);
  }

  /** Whether the dump, begun anew at once, is likely to succeed. */
  public boolean isWorthAnotherTry() {
    return worthAnotherTry;
  }
}
