package io.backupman.core.drive;

import java.io.IOException;
import java.io.InputStream;

/** A whole copy on a drive, as it was found there. */
public interface StoredCopy {

  /** The copy's size in bytes. */
  long sizeBytes();

  /**
   * Reads a part of it.
   *
   * @param offset the first byte, from 0
   * @param length how many bytes, at least 1; {@code offset + length} is at most the size
   * @return exactly these bytes; the caller closes it. If it cannot give them all, it throws before
   *     its end
   * @throws IOException if it cannot be read; the message is a sentence
   * @throws InterruptedException if the thread was interrupted
   */
  InputStream read(long offset, long length) throws IOException, InterruptedException;
}
