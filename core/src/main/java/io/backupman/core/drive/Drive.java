package io.backupman.core.drive;

import io.backupman.core.source.Dump;
import java.util.function.LongConsumer;

/** A place where dumps are stored. Safe for use by several threads. */
public interface Drive {

  /** The drive's unique label. */
  String label();

  /** The drive's kind, as the configuration calls it. */
  String provider();

  /**
   * Stores a copy of a dump. When this returns, the copy is lasting under its final name, and its
   * size and checksum were compared with the dump's; when it throws, nothing of it is under that
   * name. Another file of that name is never replaced, but one that is equal to the dump is taken
   * for the copy: a process may have ended before it could note that it had stored it.
   *
   * @param dump the file to copy, with its size and checksum
   * @param name the final name
   * @param progress is told how many more bytes were stored; 0 now and then as a sign of life
   * @return where the copy is
   * @throws DriveException with a sentence that says what went wrong
   * @throws InterruptedException if the thread was interrupted
   */
  String store(Dump dump, String name, LongConsumer progress) throws InterruptedException;

  /**
   * Stores a dump of which nobody needs another copy when this returns, and does otherwise what
   * {@link #store} does. A drive may give the dump itself another name instead of copying it; the
   * caller removes the dump's own name, and until then changes nothing in the file.
   */
  default String take(Dump dump, String name, LongConsumer progress) throws InterruptedException {
    return store(dump, name, progress);
  }

  /**
   * Finds a copy, to read it.
   *
   * @param path where it is, as {@link #store} returned it
   * @throws DriveException with a sentence if it is not there, or the drive is away
   * @throws InterruptedException if the thread was interrupted
   */
  StoredCopy open(String path) throws InterruptedException;

  /**
   * Removes what a killed process left half-written of a copy; a copy that is whole stays.
   *
   * @param name the copy's final name
   * @throws DriveException with a sentence if it cannot be removed
   * @throws InterruptedException if the thread was interrupted
   */
  void removeLeftovers(String name) throws InterruptedException;

  /**
   * Removes a copy; nothing happens if it is not there any more.
   *
   * @param path where it is, as {@link #store} returned it
   * @throws DriveException with a sentence if it cannot be removed, or if the drive is away, so
   *     that nobody knows
   * @throws InterruptedException if the thread was interrupted
   */
  void delete(String path) throws InterruptedException;

  /**
   * Tells whether something could be stored now; leaves nothing behind.
   *
   * @throws DriveException with a sentence that says what is wrong
   * @throws InterruptedException if the thread was interrupted
   */
  void check() throws InterruptedException;
}
