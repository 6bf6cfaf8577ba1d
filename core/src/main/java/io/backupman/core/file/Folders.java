package io.backupman.core.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;

/** Folders that only their owner may enter, and whose entries outlive a power cut. */
public final class Folders {

  private Folders() {}

  /**
   * Makes a folder and those above it, each with mode 0700. One that is there already keeps its
   * mode.
   *
   * @throws IOException if it is not there afterwards
   */
  public static void make(Path folder) throws IOException {
    Path absolute = folder.toAbsolutePath().normalize();
    Path existing = nearestExisting(absolute);
    if (!Files.isDirectory(existing)) {
      throw new NotDirectoryException(existing.toString());
    }
    Files.createDirectories(absolute, ownerOnly(absolute, "rwx------"));
    for (Path made = absolute; !made.equals(existing); made = parentOf(made)) {
      syncEntry(made);
    }
  }

  /** The folder itself if it is there, else the lowest one above it that is. */
  public static Path nearestExisting(Path folder) {
    Path candidate = folder.toAbsolutePath().normalize();
    while (Files.notExists(candidate) && candidate.getParent() != null) {
      candidate = parentOf(candidate);
    }
    return candidate;
  }

  /**
   * Whether two paths are those of one entry of one folder, however it is reached. Two names of one
   * file are not: to remove one of them leaves the other.
   *
   * @throws IOException if a folder is not there
   */
  public static boolean isSameEntry(Path one, Path other) throws IOException {
    return Objects.equals(one.getFileName(), other.getFileName())
        && Files.isSameFile(parentOf(one.toAbsolutePath()), parentOf(other.toAbsolutePath()));
  }

  /**
   * Makes it lasting that a file or folder is there, or is not (fsync of the folder that it is in);
   * nothing where folders cannot be synced.
   */
  public static void syncEntry(Path entry) throws IOException {
    Path folder = parentOf(entry);
    if (!isPosix(folder)) {
      return;
    }
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /**
   * Makes a file with mode 0600 and opens it for writing.
   *
   * @throws java.nio.file.FileAlreadyExistsException if there is one
   */
  public static FileChannel newFile(Path file) throws IOException {
    return FileChannel.open(
        file,
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
        ownerOnly(file, "rw-------"));
  }

  /** The permissions to make a file or folder with; none where the system does not know them. */
  private static FileAttribute<?>[] ownerOnly(Path where, String permissions) {
    if (!isPosix(where)) {
      return new FileAttribute<?>[0];
    }
    return new FileAttribute<?>[] {
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
    };
  }

  private static boolean isPosix(Path where) {
    return where.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  private static Path parentOf(Path path) {
    Path parent = path.getParent();
    return parent == null ? path : parent;
  }
}
