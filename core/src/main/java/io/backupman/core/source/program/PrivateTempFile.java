package io.backupman.core.source.program;

import io.backupman.core.file.Folders;
import io.backupman.core.file.PartFile;
import io.backupman.core.source.SourceException;
import io.backupman.core.source.SourceSettings;
import io.backupman.core.source.TempFileKind;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file that a data source needs while it dumps, mode 0600, in its temporary folder. Its name is
 * the same each time (a data source is not dumped twice at once), so that what a killed process
 * left behind is removed by the next dump.
 */
public final class PrivateTempFile implements AutoCloseable {
  private final Path path;
  private final FileChannel channel;

  private PrivateTempFile(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  public static PrivateTempFile create(SourceSettings settings, TempFileKind kind)
      throws IOException {
    Folders.make(settings.tmpFolder());
    var path = path(settings, kind);
    Files.deleteIfExists(path);
    return new PrivateTempFile(path, Folders.newFile(path));
  }

  /**
   * One that holds a text, closed for writing.
   *
   * @throws SourceException with a sentence if it cannot be written
   */
  public static PrivateTempFile holding(SourceSettings settings, TempFileKind kind, String text) {
    try {
      return written(create(settings, kind), text);
    } catch (IOException e) {
      throw SourceException.writing(settings.tmpFolder(), "the dump was prepared", e);
    }
  }

  private static PrivateTempFile written(PrivateTempFile scratch, String text) throws IOException {
    try (var channel = scratch.channel) {
      var bytes = StandardCharsets.UTF_8.encode(text);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      return scratch;
    } catch (IOException e) {
      scratch.close();
      throw e;
    }
  }

  /** Removes what a killed process left behind. */
  public static void remove(SourceSettings settings, TempFileKind kind) throws IOException {
    Files.deleteIfExists(path(settings, kind));
  }

  private static Path path(SourceSettings settings, TempFileKind kind) {
    return PartFile.inside(settings.tmpFolder(), kind.nameFor(settings.label()));
  }

  public Path path() {
    return path;
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
