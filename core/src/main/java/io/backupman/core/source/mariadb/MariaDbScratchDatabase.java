package io.backupman.core.source.mariadb;

import io.backupman.core.source.MariaDbSettings;
import io.backupman.core.source.ScratchServer;
import io.backupman.core.source.mariadb.sql.MariaDbDialect;
import io.backupman.core.source.program.CancellableConnection;
import io.backupman.core.source.program.ScratchDatabaseName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * A database of a name that there was not before, on a MariaDB or MySQL server. It is dropped when
 * closed. Those that killed processes left behind are when another process takes over, or the next
 * one is made.
 */
final class MariaDbScratchDatabase implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(MariaDbScratchDatabase.class.getName());

  /**
   * Names with {@code _} in them match a little more; the pattern of the names is looked at too.
   */
  private static final String UNUSED =
      """
      SELECT schema_name FROM information_schema.schemata WHERE schema_name LIKE 'PREFIX%'
        AND schema_name NOT IN
          (SELECT db FROM information_schema.processlist WHERE db IS NOT NULL)""";

  private final MariaDbSettings settings;
  private final MariaDbConnections signIn;
  private final Connection sign;

  private MariaDbScratchDatabase(
      MariaDbSettings settings, MariaDbConnections signIn, Connection sign) {
    this.settings = settings;
    this.signIn = signIn;
    this.sign = sign;
  }

  /**
   * Makes it.
   *
   * @param settings how to sign in, with its name
   * @param names those of the data source
   */
  static MariaDbScratchDatabase create(
      MariaDbSettings settings, ScratchServer server, ScratchDatabaseName names)
      throws SQLException {
    var signIn = new MariaDbConnections(settings, new MariaDbErrors(settings));
    dropUnused(signIn, server.prefix(), names);
    var sign = signIn.connect();
    boolean created = false;
    try (var statement = sign.createStatement()) {
      // Fails if there is one: what is dropped in the end was made here.
      statement.execute("CREATE DATABASE `" + settings.dbName() + "`");
      created = true;
      sign.setCatalog(settings.dbName()); // As long as it is open, the database is in use.
      return new MariaDbScratchDatabase(settings, signIn, sign);
    } catch (SQLException e) {
      sign.close();
      if (created) {
        drop(signIn, settings.dbName());
      }
      throw e;
    }
  }

  /** Drops those of the data source that nobody is connected to. */
  static void dropUnused(
      MariaDbSettings settings, ScratchServer server, ScratchDatabaseName names) {
    try {
      dropUnused(
          new MariaDbConnections(settings, new MariaDbErrors(settings)), server.prefix(), names);
    } catch (SQLException e) {
      LOG.log(System.Logger.Level.DEBUG, "Scratch databases could not be looked for", e);
    }
  }

  private static void dropUnused(
      MariaDbConnections signIn, String prefix, ScratchDatabaseName names) throws SQLException {
    var unused = new ArrayList<String>();
    try (var connection = signIn.connectBriefly();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(UNUSED.replace("PREFIX", prefix))) {
      while (rows.next()) {
        unused.add(rows.getString(1));
      }
    }
    unused.stream().filter(names::matches).forEach(name -> drop(signIn, name));
  }

  /** To work in it; to no other database. */
  CancellableConnection session() throws SQLException {
    return signIn.session(() -> {});
  }

  /** What its server is like. */
  ScratchFacts facts() throws SQLException, InterruptedException {
    var dialect = MariaDbDialect.of(sign);
    try (var session = session()) {
      var databases = session.rows("SHOW DATABASES").stream().map(List::getFirst).toList();
      return new ScratchFacts(
          dialect, databases, session.number("SELECT @@GLOBAL.max_allowed_packet"));
    }
  }

  /**
   * What a server is like.
   *
   * @param dialect how it reads statements
   * @param databases all that the user sees there
   * @param packetBytes the longest statement that it takes
   */
  record ScratchFacts(MariaDbDialect dialect, List<String> databases, long packetBytes) {}

  /** Not cut short by an interrupt. */
  @Override
  public void close() {
    boolean interrupted = Thread.interrupted();
    try {
      sign.close();
    } catch (SQLException e) {
      LOG.log(System.Logger.Level.DEBUG, "A connection could not be closed", e);
    }
    drop(signIn, settings.dbName());
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void drop(MariaDbConnections signIn, String name) {
    try (var connection = signIn.connectBriefly();
        var statement = connection.createStatement()) {
      for (long id : usersOf(statement, name)) {
        kill(statement, id);
      }
      statement.execute("DROP DATABASE IF EXISTS `" + name + "`");
    } catch (SQLException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "The scratch database '" + name + "' could not be dropped; the next restore tries again.",
          e);
    }
  }

  /** What was interrupted may still run, and would be waited for. */
  private static List<Long> usersOf(Statement statement, String name) throws SQLException {
    var ids = new ArrayList<Long>();
    try (ResultSet rows =
        statement.executeQuery(
            "SELECT id FROM information_schema.processlist WHERE db = '" + name + "'")) {
      while (rows.next()) {
        ids.add(rows.getLong(1));
      }
    }
    return ids;
  }

  private static void kill(Statement statement, long id) {
    try {
      statement.execute("KILL " + id);
    } catch (SQLException e) {
      LOG.log(System.Logger.Level.DEBUG, "A connection had ended, or is another user's", e);
    }
  }
}
