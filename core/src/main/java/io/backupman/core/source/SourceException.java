package io.backupman.core.source;

import io.backupman.core.file.FileTrouble;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A database that could not be dumped; the message is a sentence for the user. */
public final class SourceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What may help. */
  private enum Remedy {
    /** Whatever the sentence says. */
    NONE,
    /** To begin the dump anew at once. */
    ANOTHER_TRY,
    /** Room in the temporary folder. */
    ROOM
  }

  private final Remedy remedy;

  /** An exception with a sentence. */
  public SourceException(String message) {
    this(message, null, Remedy.NONE);
  }

  /** An exception with a sentence, and what led to it. */
  public SourceException(String message, Throwable cause) {
    this(message, cause, Remedy.NONE);
  }

  private SourceException(String message, @Nullable Throwable cause, Remedy remedy) {
    super(message);
    if (cause != null) { // or none could be added later
      initCause(cause);
    }
    this.remedy = remedy;
  }

  /**
   * For a temporary folder that could not be written to. It is looked at once more, so what was
   * written there must not have been removed yet.
   *
   * @param doing what was going on, to follow "while"
   */
  public static SourceException writing(Path folder, String doing, IOException failure) {
    return new SourceException(
        FileTrouble.sentence(folder, doing, failure),
        failure,
        FileTrouble.isFull(folder, failure) ? Remedy.ROOM : Remedy.NONE);
  }

  /** For what found no room in the temporary folder. */
  public static SourceException noRoom(String message, Throwable cause) {
    return new SourceException(message, cause, Remedy.ROOM);
  }

  /** For what is likely to succeed when the dump is begun anew at once. */
  public static SourceException worthAnotherTry(String message) {
    return new SourceException(message, null, Remedy.ANOTHER_TRY);
  }

  /** Whether the dump, begun anew at once, is likely to succeed. */
  public boolean isWorthAnotherTry() {
    return remedy == Remedy.ANOTHER_TRY;
  }

  /** Whether there was no room in the temporary folder. */
  public boolean isForLackOfRoom() {
    return remedy == Remedy.ROOM;
  }
}
