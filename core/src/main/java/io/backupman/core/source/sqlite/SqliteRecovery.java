package io.backupman.core.source.sqlite;

import io.backupman.core.file.FileTrouble;
import io.backupman.core.source.SourceException;
import io.backupman.core.source.SqliteSettings;
import io.backupman.core.source.TempFileKind;
import io.backupman.core.source.program.PrivateTempFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Copies a SQLite database that cannot be read without writing beside it, and has SQLite write
 * beside the copy: the application was killed in a transaction and has left a journal, or its
 * folder is read-only though the database is in WAL mode.
 */
final class SqliteRecovery {
  private static final String JOURNAL = "-journal";
  private static final List<String> BESIDE = List.of(JOURNAL, "-wal");
  private static final int BUFFER_BYTES = 128 * 1024;

  private final SqliteSettings settings;
  private final Runnable heartbeat;

  SqliteRecovery(SqliteSettings settings, Runnable heartbeat) {
    this.settings = settings;
    this.heartbeat = heartbeat;
  }

  /**
   * Copies.
   *
   * @param copy an empty file, beside which files of its name are written, and removed again
   * @return what is to be said of it; empty, as the copy then is, and to be tried again, if
   *     somebody wrote meanwhile
   * @throws SourceException if a file of the database could not be read
   * @throws IOException if the copy could not be written
   */
  Optional<List<String>> into(Path copy) throws IOException, SQLException, InterruptedException {
    var file = realPath();
    var before = stamps(file);
    var beside = new ArrayList<PrivateTempFile>();
    try {
      copy(file, copy);
      for (var ending : BESIDE) {
        var from = sibling(file, ending);
        if (Files.exists(from)) {
          var scratch = PrivateTempFile.create(settings.common(), copyOf(ending));
          beside.add(scratch);
          copy(from, scratch.path());
        }
      }
      if (!stamps(file).equals(before)) {
        return emptied(copy);
      }
      return Optional.of(recovered(copy));
    } catch (NoSuchFileException e) {
      return emptied(copy); // The application has finished with its journal.
    } finally {
      for (var scratch : beside) {
        scratch.close();
      }
      PrivateTempFile.remove(settings.common(), TempFileKind.SQLITE_COPY_SHM);
    }
  }

  private Path realPath() {
    try {
      return settings.dbPath().toRealPath();
    } catch (IOException e) {
      throw unreadable(settings.dbPath(), e);
    }
  }

  private static Optional<List<String>> emptied(Path copy) throws IOException {
    Files.newOutputStream(copy).close(); // VACUUM INTO takes no other file.
    return Optional.empty();
  }

  /** SQLite recovers when it reads first; what is in the WAL goes into the file itself. */
  private List<String> recovered(Path copy) throws SQLException {
    var journal = sibling(copy, JOURNAL);
    boolean hadJournal = Files.exists(journal);
    SqliteFile.keepInOneFile(copy);
    return hadJournal && !Files.exists(journal)
        ? List.of(
            "The application was stopped in the middle of a transaction: the dump holds the state"
                + " before it, and the database itself was left as it is.")
        : List.of();
  }

  /** When and how long a file was. */
  private record Stamp(long size, FileTime written) {}

  private static List<Optional<Stamp>> stamps(Path file) {
    var stamps = new ArrayList<Optional<Stamp>>(List.of(stamp(file)));
    for (var ending : BESIDE) {
      stamps.add(stamp(sibling(file, ending)));
    }
    return stamps;
  }

  private static Optional<Stamp> stamp(Path file) {
    try {
      var now = Files.readAttributes(file, BasicFileAttributes.class);
      return Optional.of(new Stamp(now.size(), now.lastModifiedTime()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static TempFileKind copyOf(String ending) {
    return ending.equals(JOURNAL) ? TempFileKind.SQLITE_COPY_JOURNAL : TempFileKind.SQLITE_COPY_WAL;
  }

  private static Path sibling(Path file, String ending) {
    return file.resolveSibling(file.getFileName() + ending);
  }

  private void copy(Path from, Path to) throws IOException, InterruptedException {
    byte[] buffer = new byte[BUFFER_BYTES];
    try (var in = open(from);
        var out = Files.newOutputStream(to)) {
      for (int n = read(in, buffer, from); n >= 0; n = read(in, buffer, from)) {
        out.write(buffer, 0, n);
        heartbeat.run();
        if (Thread.interrupted()) {
          throw new InterruptedException("The copy of the database was interrupted");
        }
      }
    }
  }

  private static InputStream open(Path file) throws NoSuchFileException {
    try {
      return Files.newInputStream(file);
    } catch (NoSuchFileException e) {
      throw e;
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static int read(InputStream in, byte[] buffer, Path file) {
    try {
      return in.read(buffer);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static SourceException unreadable(Path file, IOException failure) {
    var reason =
        failure instanceof NoSuchFileException
            ? "there is no such file"
            : FileTrouble.reason(failure);
    return new SourceException(
        "%s could not be read by %s: %s."
            .formatted(file, System.getProperty("user.name", "this user"), reason),
        failure);
  }
}
