package io.backupman.core.source.mariadb;

import io.backupman.core.process.ChildProcess;
import io.backupman.core.process.SearchPath;
import io.backupman.core.source.MariaDbSettings;
import io.backupman.core.source.RestoreVerifier;
import io.backupman.core.source.RowCounts;
import io.backupman.core.source.ScratchServer;
import io.backupman.core.source.SourceException;
import io.backupman.core.source.program.CancellableConnection;
import io.backupman.core.source.program.ProgramFinder;
import io.backupman.core.source.program.ScratchDatabaseName;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Restores dumps of a MariaDB or MySQL database with the program {@code mariadb} or {@code mysql}.
 * The dump program's moment is its own secret, so rows are counted before and after.
 */
final class MariaDbRestoreVerifier implements RestoreVerifier {
  private static final List<String> NAMES = List.of("mariadb", "mysql");
  private static final List<String> MYSQL_NAMES = List.of("mysql", "mariadb");

  private static final String MISSING =
      "Neither mariadb nor mysql was found, which restore a dump: install the package mariadb-client (Debian, Ubuntu, Alpine) or mariadb (RHEL, Fedora).";

  private static final List<String> OPTIONS =
      List.of(
          "--batch",
          "--binary-mode", // no commands of the program's own, such as one that starts another
          "--skip-reconnect",
          "--local-infile=0",
          "--default-character-set=utf8mb4",
          "--max-allowed-packet=1G");

  private final MariaDbSource source;
  private final MariaDbSettings settings;
  private final ScratchServer server;
  private final SearchPath path;
  private final ScratchDatabaseName names;
  private List<String> databases = List.of();
  private List<String> leftOut = List.of();
  private boolean history;

  MariaDbRestoreVerifier(
      MariaDbSource source, MariaDbSettings settings, ScratchServer server, SearchPath path) {
    this.source = source;
    this.settings = settings;
    this.server = server;
    this.path = path;
    this.names =
        ScratchDatabaseName.of(
            server, settings.common(), settings.host(), settings.port(), settings.dbName());
  }

  @Override
  public Counted dump(OutputStream out, Runnable heartbeat)
      throws IOException, InterruptedException {
    var plan = source.plan();
    history = plan.history();
    MariaDbChanges begin;
    MariaDbCount before;
    try (var session = session(heartbeat)) {
      begin = MariaDbChanges.of(session);
      before = MariaDbCount.of(session, history);
      databases = session.rows("SHOW DATABASES").stream().map(List::getFirst).toList();
    } catch (SQLException e) {
      throw notCounted(e);
    }
    var warnings = new ArrayList<String>(source.dump(plan, out));
    try (var session = session(heartbeat)) {
      var after = MariaDbCount.of(session, history);
      warnings.addAll(MariaDbViews.warnings(session));
      var expected = before.until(after, MariaDbChanges.of(session).since(begin));
      return new Counted(expected, warnings);
    } catch (SQLException e) {
      throw notCounted(e);
    }
  }

  private CancellableConnection session(Runnable heartbeat)
      throws SQLException, InterruptedException {
    var session = new MariaDbConnections(settings, new MariaDbErrors(settings)).session(heartbeat);
    try {
      session.run("SET SESSION TRANSACTION READ ONLY"); // It counts what is in use.
      return session;
    } catch (SQLException | InterruptedException e) {
      session.close();
      throw e;
    }
  }

  private SourceException notCounted(SQLException e) {
    var errors = new MariaDbErrors(settings);
    return new MariaDbConnections(settings, errors).sentence(e);
  }

  @Override
  public RowCounts restore(InputStream dump) throws IOException, InterruptedException {
    var scratch = settings.on(server, names.next());
    var errors = new MariaDbRestoreErrors(scratch);
    boolean mySql = isMySql(scratch);
    var client = new Client(program(mySql), mySql);
    try (var database = MariaDbScratchDatabase.create(scratch, server, names)) {
      var facts = database.facts();
      var restore = new MariaDbRestore(settings.dbName(), databases, facts, errors);
      restore(dump, client, scratch, restore);
      leftOut = restore.runLater(database);
      return counted(database, restore);
    } catch (SQLException e) {
      throw errors.of(e);
    }
  }

  @Override
  public void dropScratchDatabases() {
    MariaDbScratchDatabase.dropUnused(settings.on(server, names.next()), server, names);
  }

  @Override
  public List<String> leftOut() {
    return leftOut;
  }

  private static boolean isMySql(MariaDbSettings scratch) {
    return new MariaDbConnections(scratch, new MariaDbErrors(scratch))
        .facts()
        .map(ServerFacts::isMySql)
        .orElse(false);
  }

  /** Each server is filled by its own program where there is one. */
  private Path program(boolean mySql) {
    return ProgramFinder.beside(
        source.dumpProgram(mySql), path, mySql ? MYSQL_NAMES : NAMES, MISSING);
  }

  private static void restore(
      InputStream dump, Client client, MariaDbSettings scratch, MariaDbRestore restore)
      throws IOException, InterruptedException {
    try (var options = OptionFile.create(scratch);
        var process = start(client.command(options.path(), scratch))) {
      restore.run(String.valueOf(client.program().getFileName()), process, dump);
    }
  }

  /**
   * The program that restores.
   *
   * @param mySql whether the server is MySQL's
   */
  private record Client(Path program, boolean mySql) {

    List<String> command(Path optionFile, MariaDbSettings scratch) throws InterruptedException {
      var command = new ArrayList<String>();
      command.add(program.toString());
      command.add("--defaults-file=" + optionFile);
      command.addAll(OPTIONS);
      if (!mySql) {
        command.add("--init-command=SET SESSION max_statement_time = 0"); // meant for other work
      }
      command.addAll(DumpClientFinder.flavour(program).tls(scratch.tls()));
      command.add("--database=" + scratch.dbName());
      return command;
    }
  }

  private static ChildProcess start(List<String> command) {
    try {
      return ChildProcess.startMute(command, MariaDbSource::isolate);
    } catch (IOException e) {
      throw new SourceException(
          "The program that restores could not be started: %s.".formatted(e.getMessage()), e);
    }
  }

  private RowCounts counted(MariaDbScratchDatabase database, MariaDbRestore restore)
      throws SQLException, InterruptedException {
    try (var session = database.session()) {
      return restore.kept(MariaDbCount.of(session, history).rows());
    }
  }
}
