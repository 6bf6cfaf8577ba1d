package io.backupman.core.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A file that is being written under a passing name and gets its final one only when it is whole.
 * Closing it before {@link #publish()} removes it. For one thread.
 */
public final class PartFile implements AutoCloseable {
  private final Path target;
  private final Path part;
  private final FileChannel channel;

  private PartFile(Path target, Path part, FileChannel channel) {
    this.target = target;
    this.part = part;
    this.channel = channel;
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

  /** Takes the contents. An interrupt closes it. */
  public FileChannel channel() {
    return channel;
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
    channel.force(true);
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
