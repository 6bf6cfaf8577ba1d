package io.backupman.core.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/** Folders for things that outlive one test, where JUnit's own do not fit. */
public final class TestFolders {
  private TestFolders() {}

  /** Makes one in the folder for temporary files. */
  public static Path create(String name) {
    try {
      return Files.createTempDirectory("backupman-" + name + "-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes one with all that is in it. */
  public static void delete(Path folder) {
    try (var paths = Files.walk(folder)) {
      for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot delete " + folder, e);
    }
  }
}
