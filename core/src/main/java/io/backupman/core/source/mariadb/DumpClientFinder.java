package io.backupman.core.source.mariadb;

import io.backupman.core.process.ChildProcess;
import io.backupman.core.process.SearchPath;
import io.backupman.core.source.DumpCommand;
import io.backupman.core.source.SourceException;
import io.backupman.core.source.program.ProgramFinder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Finds the dump program, and asks it once per dump whose it is: it may have been upgraded. */
final class DumpClientFinder {
  private static final System.Logger LOG = System.getLogger(DumpClientFinder.class.getName());
  private static final List<String> NAMES = List.of("mariadb-dump", "mysqldump");
  private static final List<String> MYSQL_NAMES = List.of("mysqldump", "mariadb-dump");
  private static final int MAX_ANSWER_BYTES = 4 * 1024;

  private static final String MISSING =
      "Neither mariadb-dump nor mysqldump was found on the PATH. Install the package mariadb-client (Debian, Ubuntu, Alpine) or mariadb (RHEL, Fedora), or name the program in dump_command.";

  private final List<String> arguments;
  private final ProgramFinder finder;
  private final ProgramFinder mySqlFinder;

  /**
   * For a data source.
   *
   * @param wanted what the configuration names
   */
  DumpClientFinder(SearchPath path, DumpCommand wanted) {
    this.arguments = wanted.arguments();
    this.finder = new ProgramFinder(path, wanted.program(), NAMES, MISSING);
    this.mySqlFinder = new ProgramFinder(path, wanted.program(), MYSQL_NAMES, MISSING);
  }

  /**
   * Where it is.
   *
   * @throws SourceException if there is none; the sentence says what to install
   */
  Path program() {
    return finder.program();
  }

  /**
   * The one that fits best.
   *
   * @param mySql whether a MySQL server is to be dumped, not a MariaDB
   */
  DumpClient client(boolean mySql) throws InterruptedException {
    var program = program(mySql);
    var version = version(program, arguments);
    return new DumpClient(
        program, arguments, DumpFlavour.of(version), DumpFlavour.keepsHistory(version));
  }

  /** Where the one is that fits best. */
  Path program(boolean mySql) {
    return mySql ? mySqlFinder.program() : program();
  }

  /** Whose program it is; those that restore say it as those that dump do. */
  static DumpFlavour flavour(Path program) throws InterruptedException {
    return DumpFlavour.of(version(program, List.of()));
  }

  private static String version(Path program, List<String> arguments) throws InterruptedException {
    var command = new ArrayList<String>(List.of(program.toString()));
    command.addAll(arguments);
    command.add("--version");
    var answer = new FirstBytes();
    try (var process = ChildProcess.start(command, MariaDbSource::isolate)) {
      process.copyTo(answer);
    } catch (TooLongException e) {
      LOG.log(System.Logger.Level.DEBUG, "{0} does not understand --version", program);
    } catch (IOException e) {
      throw new SourceException(
          "%s could not be started: %s.".formatted(program, e.getMessage()), e);
    }
    return answer.toString();
  }

  /** Takes no more than a version may be long: a script may answer with a whole dump. */
  private static final class FirstBytes extends OutputStream {
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (length > MAX_ANSWER_BYTES - kept.size()) {
        throw new TooLongException();
      }
      kept.write(bytes, offset, length);
    }

    @Override
    public String toString() {
      return kept.toString(StandardCharsets.UTF_8);
    }
  }

  /** The answer is none. */
  private static final class TooLongException extends IOException {
    private static final long serialVersionUID = 1L;
  }
}
