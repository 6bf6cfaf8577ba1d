package io.backupman.core.source.postgres;

import io.backupman.core.source.PostgresSettings;
import io.backupman.core.source.RestoreVerifier;
import io.backupman.core.source.RowCounts;
import io.backupman.core.source.ScratchServer;
import io.backupman.core.source.program.CancellableConnection;
import io.backupman.core.source.program.ScratchDatabaseName;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Restores dumps of a PostgreSQL database with {@code psql}. The rows are counted in the very
 * snapshot that is dumped, so that whoever writes meanwhile makes no difference.
 */
final class PostgresRestoreVerifier implements RestoreVerifier {
  private final PostgresSource source;
  private final PostgresSettings settings;
  private final ScratchServer server;
  private final PostgresClient client;
  private final ScratchDatabaseName names;
  private @Nullable PostgresLocale locale;
  private List<String> leftOut = List.of();

  PostgresRestoreVerifier(
      PostgresSource source,
      PostgresSettings settings,
      ScratchServer server,
      PostgresClient client) {
    this.source = source;
    this.settings = settings;
    this.server = server;
    this.client = client;
    this.names =
        ScratchDatabaseName.of(
            server, settings.common(), settings.host(), settings.port(), settings.dbName());
  }

  @Override
  public Counted dump(OutputStream out, Runnable heartbeat)
      throws IOException, InterruptedException {
    var errors = new PostgresErrors(settings);
    var signIn = new PostgresSignIn(settings, errors);
    try (CancellableConnection session =
        new CancellableConnection(signIn.connect(settings.dbName()), heartbeat)) {
      session.run("SET idle_in_transaction_session_timeout = 0");
      session.run("SET row_security = off");
      session.run("BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
      var snapshot = session.rows("SELECT pg_catalog.pg_export_snapshot()").getFirst().getFirst();
      locale = PostgresLocale.of(session);
      var counts = PostgresCount.of(session);
      var warnings = source.dump(out, snapshot);
      return new Counted(counts.exactly(), warnings);
    } catch (SQLException e) {
      throw errors.of(e);
    }
  }

  @Override
  public RowCounts restore(InputStream dump) throws IOException, InterruptedException {
    var dumped = locale;
    if (dumped == null) {
      throw new IllegalStateException("It was not dumped by this.");
    }
    var scratch = settings.on(server, names.next());
    var errors = new PostgresRestoreErrors(scratch);
    var restore = new PostgresRestore(client, scratch, errors);
    client.restorer();
    try (PostgresScratchDatabase database =
        PostgresScratchDatabase.create(scratch, server, names, maintenance(), dumped)) {
      leftOut = restore.run(dump, database);
      return counted(database);
    } catch (SQLException e) {
      throw errors.of(e);
    }
  }

  @Override
  public List<String> leftOut() {
    return leftOut;
  }

  @Override
  public void dropScratchDatabases() {
    PostgresScratchDatabase.dropUnused(
        settings.on(server, names.next()), server, names, maintenance());
  }

  /** On the server that is dumped its own database is there; on others {@code postgres} is. */
  private String maintenance() {
    boolean isOwn = server.host().equals(settings.host()) && server.port() == settings.port();
    return isOwn ? settings.dbName() : "postgres";
  }

  private static RowCounts counted(PostgresScratchDatabase database)
      throws SQLException, InterruptedException {
    try (var session = database.session()) {
      return PostgresCount.of(session);
    }
  }
}
