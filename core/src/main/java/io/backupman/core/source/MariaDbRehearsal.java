package io.backupman.core.source;

import io.backupman.core.process.ChildProcess;
import io.backupman.core.process.SearchPath;
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
final class MariaDbRehearsal implements Rehearsal {
  private static final List<String> NAMES = List.of("mariadb", "mysql");
  private static final List<String> MYSQL_NAMES = List.of("mysql", "mariadb");

  private static final String MISSING =
      "Neither mariadb nor mysql was found, which restore a dump: install the package mariadb-client (Debian, Ubuntu, Alpine) or mariadb (RHEL, Fedora).";

  private static final List<String> OPTIONS =
      List.of(
          "--batch",
          "--binary-mode", // no commands of the program's own, such as one that starts another
          "--skip-reconnect",
          "--default-character-set=utf8mb4",
          "--max-allowed-packet=1G");

  private final MariaDbSource source;
  private final MariaDbSettings settings;
  private final ScratchServer server;
  private final SearchPath path;
  private final ScratchName names;
  private boolean history;

  MariaDbRehearsal(
      MariaDbSource source, MariaDbSettings settings, ScratchServer server, SearchPath path) {
    this.source = source;
    this.settings = settings;
    this.server = server;
    this.path = path;
    this.names =
        ScratchName.of(
            server, settings.common(), settings.host(), settings.port(), settings.dbName());
  }

  @Override
  public Counted dump(OutputStream out, Runnable heartbeat)
      throws IOException, InterruptedException {
    DumpPlan plan = source.plan();
    history = plan.history();
    MariaDbChanges begin;
    MariaDbCount before;
    try (Session session = session(heartbeat)) {
      begin = MariaDbChanges.of(session);
      before = MariaDbCount.of(session, history);
    } catch (SQLException e) {
      throw notCounted(e);
    }
    List<String> warnings = source.dump(plan, out);
    try (Session session = session(heartbeat)) {
      MariaDbCount after = MariaDbCount.of(session, history);
      RowBounds expected = before.until(after, MariaDbChanges.of(session).since(begin));
      return new Counted(expected, warnings);
    } catch (SQLException e) {
      throw notCounted(e);
    }
  }

  private Session session(Runnable heartbeat) throws SQLException {
    return new SignIn(settings, new MariaDbTrouble(settings)).session(heartbeat);
  }

  private SourceException notCounted(SQLException e) {
    MariaDbTrouble trouble = new MariaDbTrouble(settings);
    return new SignIn(settings, trouble).sentence(e);
  }

  @Override
  public RowCounts restore(InputStream dump) throws IOException, InterruptedException {
    MariaDbSettings scratch = settings.on(server, names.next());
    MariaDbRestoreTrouble trouble = new MariaDbRestoreTrouble(scratch);
    boolean mySql = isMySql(scratch);
    Path program = program(mySql);
    try (MariaDbScratch database = MariaDbScratch.create(scratch, server, names)) {
      restore(dump, new Client(program, mySql), scratch, trouble);
      return counted(database);
    } catch (SQLException e) {
      throw trouble.of(e);
    }
  }

  private static boolean isMySql(MariaDbSettings scratch) {
    return new SignIn(scratch, new MariaDbTrouble(scratch))
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
      InputStream dump, Client client, MariaDbSettings scratch, MariaDbRestoreTrouble trouble)
      throws IOException, InterruptedException {
    try (Scratch options = OptionFile.create(scratch);
        ChildProcess process = start(client.command(options.path(), scratch))) {
      int exitCode = FedProgram.run(process, dump, new MariaDbScript(process.input()));
      if (exitCode != 0) {
        String name = String.valueOf(client.program().getFileName());
        throw trouble.ofExit(name, exitCode, process.lastErrors());
      }
    }
  }

  /**
   * The program that restores.
   *
   * @param mySql whether the server is MySQL's
   */
  private record Client(Path program, boolean mySql) {

    List<String> command(Path optionFile, MariaDbSettings scratch) throws InterruptedException {
      List<String> command = new ArrayList<>();
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

  private RowCounts counted(MariaDbScratch database) throws SQLException, InterruptedException {
    try (Session session = database.session()) {
      long events =
          session.number(
              "SELECT COUNT(*) FROM information_schema.events WHERE event_schema = DATABASE()");
      if (events > 0) {
        throw new SourceException(
            "Events of it came through, which were dropped with the scratch database: the dump program writes them in a way that is not known here.");
      }
      return MariaDbCount.of(session, history).rows();
    }
  }
}
