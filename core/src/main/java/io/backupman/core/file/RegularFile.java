package io.backupman.core.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Files that people name in a configuration. Only regular ones are read, or links to them, as
 * Kubernetes makes them of secrets: a pipe would be waited for, perhaps for ever, and read once
 * only, though a reload reads again; a device may never end.
 */
public final class RegularFile {
  private RegularFile() {}

  /**
   * Opens a file to read it.
   *
   * @throws IOException if it cannot be read; if it is no regular file, with a reason in words
   */
  public static InputStream open(Path file) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new FileSystemException(
          file.toString(),
          null,
          Files.isDirectory(file)
              ? "it is a folder, not a file"
              : "it is a pipe or a device, not a regular file");
    }
    return Files.newInputStream(file);
  }

  /**
   * Reads a file.
   *
   * @param most how many bytes it may have
   * @throws IOException if it cannot be read, or is larger; with a reason in words
   */
  public static byte[] bytes(Path file, int most) throws IOException {
    try (var in = open(file)) {
      var bytes = in.readNBytes(most + 1);
      if (bytes.length > most) {
        throw new FileSystemException(
            file.toString(), null, "it is larger than %s KiB".formatted(most / 1024));
      }
      return bytes;
    }
  }
}
