package io.backupman.core.store.engine;

import io.backupman.core.net.MariaDbSocketFactory;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import java.util.regex.Pattern;

/** A database on a MariaDB or MySQL server. */
record ServerLocation(DatabaseSettings.Server settings) implements DatabaseLocation {
  // They would end the name in a JDBC URL, or in the statements of the migrations.
  private static final Pattern NOT_IN_NAMES = Pattern.compile("[?&/\\\\`]");
  // A process that stands still in the middle of a transaction holds its locks until then.
  private static final int LONGEST_SILENCE_SECONDS = 300;
  private static final int LONGEST_ANSWER_MILLIS = 60_000;

  /** A table of millions of records may need many minutes for a new index. */
  private static final int LONGEST_MIGRATION_SECONDS = 28_800;

  private static final int DATABASE_DENIED = 1044;
  private static final int ACCOUNT_DENIED = 1045;
  private static final int UNKNOWN_DATABASE = 1049;

  @Override
  public String url() {
    return url(settings.dbName(), LONGEST_SILENCE_SECONDS, LONGEST_ANSWER_MILLIS);
  }

  @Override
  public String migrationUrl() {
    return url(settings.dbName(), LONGEST_MIGRATION_SECONDS, 0);
  }

  @Override
  public String user() {
    return settings.user();
  }

  @Override
  public String password() {
    return settings.password().value();
  }

  @Override
  public int poolSize() {
    return settings.poolSize();
  }

  @Override
  public String description() {
    return "The database %s on %s".formatted(settings.dbName(), server());
  }

  private boolean isSocket() {
    return MariaDbSocketFactory.isPath(settings.host());
  }

  private String server() {
    return isSocket() ? settings.host() : settings.host() + ":" + settings.port();
  }

  @Override
  public Optional<String> timeQuery() {
    return Optional.of("SELECT CURRENT_TIMESTAMP(6) AS now");
  }

  @Override
  public TableNames tableNames(Connection connection) throws SQLException {
    return ServerTables.names(connection, description());
  }

  @Override
  public Optional<Connection> legacyRecords() throws SQLException {
    var connection = migrationConnection();
    if (LegacyTables.areIn(connection)) {
      return Optional.of(connection);
    }
    connection.close();
    return Optional.empty();
  }

  @Override
  public Outlook outlook() {
    try {
      requireUsableNames();
    } catch (StoreException e) {
      return Outlook.refusal(e);
    }
    try (var connection = connect(settings.dbName())) {
      return outlook(connection);
    } catch (SQLException e) {
      return e.getErrorCode() == UNKNOWN_DATABASE ? Outlook.NOTHING_NEW : Outlook.note(sentence(e));
    }
  }

  private Outlook outlook(Connection connection) {
    try {
      var names = tableNames(connection);
      if (names != TableNames.USUAL || !MigrationHistory.isComplete(connection)) {
        Migrations.check(this, names, connection);
      }
      return names == TableNames.BESIDE_LEGACY ? legacyOutlook(connection) : Outlook.NOTHING_NEW;
    } catch (StoreException e) {
      return Outlook.refusal(e);
    } catch (SQLException e) {
      return Outlook.note("%s cannot be looked at: %s".formatted(description(), SqlErrors.text(e)));
    }
  }

  private Outlook legacyOutlook(Connection connection) throws SQLException {
    return !LegacyTables.areIn(connection) || LegacyTables.areTakenOver(connection)
        ? Outlook.NOTHING_NEW
        : LegacyTables.outlook(connection, description());
  }

  @Override
  public Connection first() {
    requireUsableNames();
    try {
      return connect(settings.dbName());
    } catch (SQLException e) {
      if (e.getErrorCode() != UNKNOWN_DATABASE) {
        throw new StoreException(sentence(e), e);
      }
      return create();
    }
  }

  private void requireUsableNames() {
    if (isSocket() && settings.host().contains("&")) {
      throw new StoreException(
          "The socket %s cannot be used: its path must not contain &.".formatted(settings.host()));
    }
    if (NOT_IN_NAMES.matcher(settings.dbName()).find()) {
      throw new StoreException(
          "The database name %s cannot be used: it must not contain any of ? & / \\ `."
              .formatted(settings.dbName()));
    }
  }

  private Connection create() {
    try (var connection = connect("");
        var statement = connection.createStatement()) {
      statement.execute(
          "CREATE DATABASE IF NOT EXISTS `%s` CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"
              .formatted(settings.dbName().replace("`", "``")));
      return connect(settings.dbName());
    } catch (SQLException e) {
      throw new StoreException(
          description()
              + " does not exist, and the user "
              + settings.user()
              + " cannot create it. Create it, or grant the user the right to. ("
              + SqlErrors.text(e)
              + ")",
          e);
    }
  }

  private Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(
        url(database, LONGEST_SILENCE_SECONDS, LONGEST_ANSWER_MILLIS), user(), password());
  }

  private String sentence(SQLException e) {
    return switch (e.getErrorCode()) {
      case ACCOUNT_DENIED ->
          "The server %s does not let the user %s in. Check the user and the password. (%s)"
              .formatted(server(), settings.user(), SqlErrors.text(e));
      case DATABASE_DENIED ->
          "%s does not exist, or the user %s may not use it. Create it and grant the user all rights on it. (%s)"
              .formatted(description(), settings.user(), SqlErrors.text(e));
      default ->
          "%s cannot be reached. Check that the server runs and that host, port and tls are right. (%s)"
              .formatted(description(), SqlErrors.text(e));
    };
  }

  /**
   * The URL.
   *
   * @param longestSilenceSeconds after what time the server drops a session that asks for nothing
   * @param longestAnswerMillis after what time a server that does not answer is given up; 0 for
   *     never
   */
  private String url(String database, int longestSilenceSeconds, int longestAnswerMillis) {
    // DATETIME columns are written and read as UTC, whatever the time zones of JVM and server.
    return "jdbc:mariadb://address=(host=%s)(port=%s)/%s?%s&%s"
        .formatted(
            isSocket() ? "localhost" : settings.host(),
            settings.port(),
            database,
            tls() + socket(),
            "connectionTimeZone=UTC&forceConnectionTimeZoneToSession=true&preserveInstants=true"
                + "&connectionCollation=utf8mb4_bin&connectTimeout=5000&tcpKeepAlive=true&socketTimeout="
                + longestAnswerMillis
                + "&sessionVariables=innodb_lock_wait_timeout=10,wait_timeout="
                + longestSilenceSeconds
                + ",sql_mode='STRICT_TRANS_TABLES'");
  }

  private String socket() {
    return isSocket()
        ? "&%s=%s&%s=%s"
            .formatted(
                MariaDbSocketFactory.OPTION,
                MariaDbSocketFactory.class.getName(),
                MariaDbSocketFactory.PATH,
                settings.host())
        : "";
  }

  private String tls() {
    return switch (settings.tls()) {
      // MySQL asks for its public key where the line is not encrypted; MariaDB does not know this.
      case OFF -> "sslMode=disable&allowPublicKeyRetrieval=true";
      case VERIFY -> "sslMode=verify-full";
      case SKIP_VERIFY -> "sslMode=trust";
    };
  }
}
