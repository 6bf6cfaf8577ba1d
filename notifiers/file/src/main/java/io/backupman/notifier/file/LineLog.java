package io.backupman.notifier.file;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLockInterruptionException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A file of lines, one object for each file, that is only ever appended to, each line whole and on
 * the disk before {@link #append} returns. Safe for use by several threads and processes, and the
 * file may be renamed at any time (log rotation), because it is opened anew for each line.
 */
final class LineLog {
  private final Path path;

  /**
   * The lock on the file keeps other processes away, not other threads: on POSIX, a thread that
   * closes the file drops the lock that another thread has just taken on it.
   */
  private final ReentrantLock oneThread = new ReentrantLock();

  LineLog(Path path) {
    this.path = path;
  }

  Path path() {
    return path;
  }

  /**
   * Appends one line.
   *
   * @param line the line with its line feed
   * @throws IOException if it could not be written; nothing of it is in the file then, unless the
   *     machine itself fails, and what that leaves is closed off by the next line
   * @throws InterruptedException if the thread was interrupted; the line may be in the file
   */
  void append(byte[] line) throws IOException, InterruptedException {
    oneThread.lockInterruptibly();
    try {
      OwnerOnly.folder(folder());
      appendLocked(line);
    } finally {
      oneThread.unlock();
    }
  }

  private void appendLocked(byte[] line) throws IOException, InterruptedException {
    try (var channel = FileChannel.open(path, Set.of(CREATE, READ, WRITE), OwnerOnly.file(path));
        var lock = ExclusiveLock.on(channel)) {
      lock.ensureHeld();
      var end = channel.size();
      append(channel, end, line);
      if (end == 0) {
        OwnerOnly.sync(folder());
      }
    } catch (ClosedByInterruptException | FileLockInterruptionException interrupted) {
      throw ended(interrupted);
    }
  }

  private static InterruptedException ended(IOException interrupted) {
    // The interrupt goes on as the exception, as in every method that throws it.
    Thread.interrupted();
    var exception = new InterruptedException("interrupted while appending");
    exception.initCause(interrupted);
    return exception;
  }

  private static void append(FileChannel channel, long end, byte[] line) throws IOException {
    try {
      write(channel, end, isTorn(channel, end) ? afterLineFeed(line) : line);
      channel.force(true);
    } catch (ClosedByInterruptException interrupted) {
      throw interrupted;
    } catch (IOException failed) {
      takeBack(channel, end, failed);
      throw failed;
    }
  }

  /** Whether a crash left a last line without its end. */
  private static boolean isTorn(FileChannel channel, long end) throws IOException {
    if (end == 0) {
      return false;
    }
    var last = ByteBuffer.allocate(1);
    channel.read(last, end - 1);
    return last.get(0) != '\n';
  }

  private static byte[] afterLineFeed(byte[] line) {
    return ByteBuffer.allocate(line.length + 1).put((byte) '\n').put(line).array();
  }

  private static void write(FileChannel channel, long end, byte[] bytes) throws IOException {
    var buffer = ByteBuffer.wrap(bytes);
    channel.position(end);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  private static void takeBack(FileChannel channel, long end, IOException failed) {
    try {
      channel.truncate(end);
    } catch (IOException too) {
      failed.addSuppressed(too);
    }
  }

  /**
   * Tells whether a line could be appended, without leaving anything behind.
   *
   * @throws IOException that says why not
   */
  void check() throws IOException {
    if (Files.isDirectory(path)) {
      throw new FileSystemException(path.toString(), null, "it is a folder");
    }
    var existing = Files.exists(path) ? path : nearestFolder();
    if (!Files.isWritable(existing)) {
      throw new AccessDeniedException(existing.toString());
    }
  }

  private Path nearestFolder() throws IOException {
    var at = folder();
    while (!Files.exists(at) && at.getParent() != null) {
      at = at.getParent();
    }
    if (!Files.isDirectory(at)) {
      throw new FileSystemException(at.toString(), null, at + " is not a folder");
    }
    return at;
  }

  private Path folder() {
    var parent = path.getParent();
    return parent == null ? path : parent;
  }
}
