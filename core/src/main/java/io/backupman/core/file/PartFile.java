package io.backupman.core.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A file that is being written under a passing name and gets its final one only when it is whole.
 * Closing it before {@link #publish()} removes it. For one thread.
 */
public final class PartFile implements WritableByteChannel {
  private final Path target;
  private final Path part;
  private final FileChannel channel;
  private final EarlySync sync;

  private PartFile(Path target, Path part, FileChannel channel) {
    this.target = target;
    this.part = part;
    this.channel = channel;
    this.sync = new EarlySync(part);
  }

  /**
   * Starts a file with mode 0600; a leftover under the passing name is removed.
   *
   * @param folder the folder, made if it is not there
   * @param name the final name
   * @param partName the passing name
   */
  public static PartFile create(Path folder, String name, String partName) throws IOException {
    Folders.make(folder);
    Path target = inside(folder, name);
    Path part = inside(folder, partName);
    Files.deleteIfExists(part);
    return new PartFile(target, part, Folders.newFile(part));
  }

  /**
   * Starts with a file that is there, which this one becomes another name of; a leftover under the
   * passing name is removed.
   *
   * @return empty if there cannot be one: on another file system, or on one that has no such names
   */
  public static Optional<PartFile> ofSame(Path file, Path folder, String name, String partName)
      throws IOException {
    Folders.make(folder);
    Path target = inside(folder, name);
    Path part = inside(folder, partName);
    Files.deleteIfExists(part);
    try {
      Files.createLink(part, file);
    } catch (IOException | UnsupportedOperationException e) {
      return Optional.empty();
    }
    try {
      var channel = FileChannel.open(part, StandardOpenOption.WRITE);
      return Optional.of(new PartFile(target, part, channel));
    } catch (IOException e) {
      Files.delete(part);
      throw e;
    }
  }

  /**
   * The path of a file in a folder, absolute and normalised.
   *
   * @throws IllegalArgumentException if the name would lead elsewhere
   */
  public static Path inside(Path folder, String name) {
    Path absolute = folder.toAbsolutePath().normalize();
    Path file = absolute.resolve(name).normalize();
    if (!absolute.equals(file.getParent())) {
      throw new IllegalArgumentException("Not the name of a file: " + name);
    }
    return file;
  }

  /** Takes contents. An interrupt closes the file. */
  @Override
  public int write(ByteBuffer contents) throws IOException {
    int count = channel.write(contents);
    sync.written(count);
    return count;
  }

  /**
   * Takes contents from another file. An interrupt closes both.
   *
   * @return how many bytes, at most {@code most}; 0 at that file's end
   */
  public long copyFrom(FileChannel from, long position, long most) throws IOException {
    long count = from.transferTo(position, most, channel);
    sync.written(count);
    return count;
  }

  /**
   * Makes lasting what was written so far.
   *
   * @throws IOException if it failed, also for a part that was written long ago
   */
  public void force() throws IOException {
    channel.force(true);
    sync.end();
  }

  @Override
  public boolean isOpen() {
    return channel.isOpen();
  }

  /** The final path, absolute and normalised. */
  public Path target() {
    return target;
  }

  /**
   * Makes the file lasting under its final name.
   *
   * @throws FileAlreadyExistsException if there is a file of that name; it is left as it is
   * @throws IOException if it failed; there is no file under the final name then
   */
  public void publish() throws IOException {
    force();
    channel.close();
    giveName();
    try {
      Files.deleteIfExists(part);
      Folders.syncEntry(target);
    } catch (IOException e) {
      Files.delete(target);
      throw e;
    }
  }

  /**
   * A rename would silently replace another file; making a link does not. Where there are no links
   * (FAT, some network drives), looking first is the best there is.
   */
  private void giveName() throws IOException {
    try {
      Files.createLink(target, part);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (IOException | UnsupportedOperationException e) {
      if (Files.exists(target)) {
        throw new FileAlreadyExistsException(target.toString());
      }
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      Files.deleteIfExists(part);
    }
  }
}
