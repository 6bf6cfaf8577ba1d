package io.backupman.core.source.mariadb;

import io.backupman.core.process.ChildProcess;
import io.backupman.core.source.RowCounts;
import io.backupman.core.source.SourceException;
import io.backupman.core.source.mariadb.sql.LeftOut;
import io.backupman.core.source.mariadb.sql.MariaDbScript;
import io.backupman.core.source.mariadb.sql.MariaDbVariables;
import io.backupman.core.source.program.CancellableConnection;
import io.backupman.core.source.program.FedProgram;
import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Runs a script in a scratch database: tables and rows by the program that restores, then views,
 * triggers and routines one by one over a connection that takes no second statement behind the
 * first. For one script.
 */
final class MariaDbRestore {
  /** No such table, function or procedure; a view that refers to such. */
  private static final Set<Integer> MISSING = Set.of(1146, 1305, 1356);

  private final String original;
  private final List<String> databases;
  private final MariaDbScratchDatabase.ScratchFacts server;
  private final MariaDbRestoreErrors errors;
  private @Nullable MariaDbScript script;

  /**
   * Prepares it.
   *
   * @param original the database that was dumped
   * @param databases those beside it
   */
  MariaDbRestore(
      String original,
      List<String> databases,
      MariaDbScratchDatabase.ScratchFacts server,
      MariaDbRestoreErrors errors) {
    this.original = original;
    this.databases = Stream.concat(databases.stream(), server.databases().stream()).toList();
    this.server = server;
    this.errors = errors;
  }

  /** Makes tables and fills them. */
  void run(String program, ChildProcess process, InputStream dump)
      throws IOException, InterruptedException {
    var input =
        new MariaDbScript(
            process.input(), server.dialect(), original, databases, server.packetBytes());
    script = input;
    int exitCode = FedProgram.run(process, dump, input);
    if (exitCode != 0) {
      throw withUnknown(
          errors.ofExit(program, exitCode, process.lastErrors(), input::tableAt), input);
    }
  }

  /** What was left out because nobody knew it may be what is missing. */
  private static SourceException withUnknown(SourceException failure, MariaDbScript script) {
    var unknown = script.leftOut().sentences(MariaDbScript.UNKNOWN);
    return unknown.isEmpty()
        ? failure
        : new SourceException(failure.getMessage() + " " + unknown.getFirst(), failure);
  }

  /**
   * Makes the rest.
   *
   * @return what was left out, a sentence each
   */
  List<String> runLater(MariaDbScratchDatabase database) throws SQLException, InterruptedException {
    var done = done();
    try (var session = database.session()) {
      var settings = new Settings();
      for (var later : done.later()) {
        settings.apply(session, later);
        run(session, later);
      }
    }
    return done.leftOut().sentences();
  }

  private MariaDbScript done() {
    var done = script;
    if (done == null) {
      throw new IllegalStateException("It was not run.");
    }
    return done;
  }

  private void run(CancellableConnection session, MariaDbScript.Later later)
      throws InterruptedException {
    try {
      session.run(MariaDbCharset.decode(later.statement(), later.characterSet()));
    } catch (SQLException e) {
      if (!MISSING.contains(MariaDbConnections.code(e)) || !needsWhatWasLeftOut(later)) {
        throw errors.of(e, later.what(), LeftOut.readable(later.name()));
      }
      done().leftOut().add(later.what() + "s that use what was left out", later.name());
    }
  }

  private boolean needsWhatWasLeftOut(MariaDbScript.Later later) {
    return server.dialect().under(later.sqlMode()).tokens(later.statement()).stream()
        .anyMatch(token -> token.isName() && done().leftOut().hasName(token.unquoted()));
  }

  /** Without the tables whose rows are not in the dump. */
  RowCounts kept(RowCounts restored) {
    var tables = new TreeMap<String, Long>(restored.tables());
    tables.keySet().removeAll(done().elsewhere());
    return new RowCounts(tables);
  }

  /** What the script set for each of them. */
  private static final class Settings {
    private @Nullable String sqlMode;
    private @Nullable String collation;

    void apply(CancellableConnection session, MariaDbScript.Later later)
        throws SQLException, InterruptedException {
      if (!Objects.equals(sqlMode, later.sqlMode())) {
        session.run(MariaDbVariables.assignment(MariaDbVariables.SQL_MODE, later.sqlMode()));
        sqlMode = later.sqlMode();
      }
      if (!Objects.equals(collation, later.collation())) {
        session.run(MariaDbVariables.assignment(MariaDbVariables.COLLATION, later.collation()));
        collation = later.collation();
      }
    }
  }
}
