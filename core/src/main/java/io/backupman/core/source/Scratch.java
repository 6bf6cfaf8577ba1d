package io.backupman.core.source;

import io.backupman.core.file.Folders;
import io.backupman.core.file.PartFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file that a data source needs while it dumps, mode 0600, in its temporary folder. Its name is
 * the same each time (a data source is not dumped twice at once), so that what a killed process
 * left behind is removed by the next dump.
 */
final class Scratch implements AutoCloseable {
  private final Path path;
  private final FileChannel channel;

  private Scratch(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  static Scratch create(SourceSettings settings, String ending) throws IOException {
    Folders.make(settings.tmpFolder());
    Path path = path(settings, ending);
    Files.deleteIfExists(path);
    return new Scratch(path, Folders.newFile(path));
  }

  /** Removes what a killed process left behind. */
  static void remove(SourceSettings settings, String ending) throws IOException {
    Files.deleteIfExists(path(settings, ending));
  }

  private static Path path(SourceSettings settings, String ending) {
    String unique = Integer.toHexString(settings.label().hashCode());
    String name = "." + DumpName.slug(settings.label()) + "-" + unique + "." + ending;
    return PartFile.inside(settings.tmpFolder(), name);
  }

  Path path() {
    return path;
  }

  FileChannel channel() {
    return channel;
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      Files.deleteIfExists(path);
    }
  }
}
