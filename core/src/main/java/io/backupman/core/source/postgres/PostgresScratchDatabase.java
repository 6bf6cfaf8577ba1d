package io.backupman.core.source.postgres;

import io.backupman.core.source.PostgresSettings;
import io.backupman.core.source.ScratchServer;
import io.backupman.core.source.program.CancellableConnection;
import io.backupman.core.source.program.ScratchDatabaseName;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * A database of a name that there was not before, on a PostgreSQL server. It is dropped when
 * closed. Those that killed processes left behind are when another process takes over, or the next
 * one is made.
 */
final class PostgresScratchDatabase implements AutoCloseable {
  private static final System.Logger LOG =
      System.getLogger(PostgresScratchDatabase.class.getName());

  /**
   * Names with {@code _} in them match a little more; the pattern of the names is looked at too.
   */
  private static final String UNUSED =
      """
      SELECT datname FROM pg_catalog.pg_database WHERE datname LIKE 'PREFIX%' AND datname NOT IN
        (SELECT datname FROM pg_catalog.pg_stat_activity WHERE datname IS NOT NULL)""";

  private final PostgresSettings settings;
  private final PostgresSignIn signIn;
  private final String maintenance;
  private final Connection sign;

  private PostgresScratchDatabase(
      PostgresSettings settings, PostgresSignIn signIn, String maintenance, Connection sign) {
    this.settings = settings;
    this.signIn = signIn;
    this.maintenance = maintenance;
    this.sign = sign;
  }

  /**
   * Makes it.
   *
   * @param settings how to sign in, with its name
   * @param server where
   * @param names those of the data source
   * @param maintenance a database there that can be connected to
   * @param locale that of the database that was dumped
   */
  static PostgresScratchDatabase create(
      PostgresSettings settings,
      ScratchServer server,
      ScratchDatabaseName names,
      String maintenance,
      PostgresLocale locale)
      throws SQLException {
    var signIn = new PostgresSignIn(settings, new PostgresErrors(settings));
    try (var connection = signIn.connect(maintenance);
        var statement = connection.createStatement()) {
      dropUnused(signIn, statement, server, names, maintenance);
      create(statement, settings.dbName(), locale);
    }
    try {
      // As long as it is open, the database is in use.
      var sign = signIn.connect(settings.dbName());
      return new PostgresScratchDatabase(settings, signIn, maintenance, sign);
    } catch (SQLException e) {
      drop(signIn, maintenance, settings.dbName());
      throw e;
    }
  }

  /** Drops those of the data source that nobody is connected to. */
  static void dropUnused(
      PostgresSettings settings,
      ScratchServer server,
      ScratchDatabaseName names,
      String maintenance) {
    var signIn = new PostgresSignIn(settings, new PostgresErrors(settings));
    try (var connection = signIn.connectBriefly(maintenance);
        var statement = connection.createStatement()) {
      dropUnused(signIn, statement, server, names, maintenance);
    } catch (SQLException e) {
      LOG.log(System.Logger.Level.DEBUG, "Scratch databases could not be looked for", e);
    }
  }

  private static void dropUnused(
      PostgresSignIn signIn,
      Statement statement,
      ScratchServer server,
      ScratchDatabaseName names,
      String maintenance)
      throws SQLException {
    for (var name : unused(statement, server.prefix())) {
      if (names.matches(name)) {
        drop(signIn, maintenance, name);
      }
    }
  }

  private static List<String> unused(Statement statement, String prefix) throws SQLException {
    var names = new ArrayList<String>();
    try (var rows = statement.executeQuery(UNUSED.replace("PREFIX", prefix))) {
      while (rows.next()) {
        names.add(rows.getString(1));
      }
    }
    return names;
  }

  /** Fails if there is one of that name: what is dropped in the end was made here. */
  private static void create(Statement statement, String name, PostgresLocale locale)
      throws SQLException {
    try {
      statement.execute("CREATE DATABASE " + name + locale.clause());
    } catch (SQLException e) {
      if (!PostgresLocale.isUnknown(e)) {
        throw e;
      }
      statement.execute("CREATE DATABASE " + name + locale.plainClause());
    }
  }

  /** To count what is in it. */
  CancellableConnection session() throws SQLException {
    return new CancellableConnection(signIn.connect(settings.dbName()), () -> {});
  }

  /** Not cut short by an interrupt. */
  @Override
  public void close() {
    boolean interrupted = Thread.interrupted();
    try {
      sign.close();
    } catch (SQLException e) {
      LOG.log(System.Logger.Level.DEBUG, "A connection could not be closed", e);
    }
    drop(signIn, maintenance, settings.dbName());
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void drop(PostgresSignIn signIn, String maintenance, String name) {
    try (var connection = signIn.connectBriefly(maintenance);
        var statement = connection.createStatement()) {
      // What was interrupted may still run.
      statement.execute(
          "SELECT pg_catalog.pg_terminate_backend(pid) FROM pg_catalog.pg_stat_activity WHERE usename = current_user AND datname = '"
              + name
              + "'");
      statement.execute("DROP DATABASE IF EXISTS " + name);
    } catch (SQLException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "The scratch database '" + name + "' could not be dropped; the next restore tries again.",
          e);
    }
  }
}
