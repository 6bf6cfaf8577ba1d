package io.backupman.core.store.engine;

import io.backupman.core.store.engine.DatabaseSettings.Host;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/** A database on a MariaDB or MySQL server, or on a cluster of them. */
final class ServerLocation implements DatabaseLocation {
  // They would end the name in a JDBC URL, or in the statements of the migrations.
  private static final Pattern NOT_IN_NAMES = Pattern.compile("[?&/\\\\`]");
  private static final int DATABASE_DENIED = 1044;
  private static final int ACCOUNT_DENIED = 1045;
  private static final int UNKNOWN_DATABASE = 1049;

  private final DatabaseSettings.Server settings;
  private final ServerUrls urls;
  private final Hosts hosts;

  ServerLocation(DatabaseSettings.Server settings) {
    this.settings = settings;
    this.urls = new ServerUrls(settings);
    this.hosts = new Hosts(settings.hosts(), "The database " + settings.dbName());
  }

  @Override
  public String url() {
    return urls.of(hosts.current(), settings.dbName());
  }

  @Override
  public String migrationUrl() {
    return urls.forMigrations(hosts.current());
  }

  @Override
  public Optional<DataSource> connections() {
    return Optional.of(new ConnectionSource(() -> connect(settings.dbName())));
  }

  @Override
  public boolean hasSeveralHosts() {
    return hosts.areSeveral();
  }

  @Override
  public boolean isCluster() {
    return hosts.areCluster();
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

  private String server() {
    return settings.hosts().stream().map(Host::toString).collect(Collectors.joining(", "));
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
    for (var host : settings.hosts()) {
      if (host.isSocket() && host.name().contains("&")) {
        throw new StoreException(
            "The socket %s cannot be used: its path must not contain &.".formatted(host));
      }
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
    return hosts.connect(
        host -> DriverManager.getConnection(urls.of(host, database), user(), password()));
  }

  private String sentence(SQLException e) {
    return switch (e.getErrorCode()) {
      case ACCOUNT_DENIED ->
          "The server %s does not let the user %s in. Check the user and the password. (%s)"
              .formatted(hosts.current(), settings.user(), SqlErrors.text(e));
      case DATABASE_DENIED ->
          "%s does not exist, or the user %s may not use it. Create it and grant the user all rights on it. (%s)"
              .formatted(description(), settings.user(), SqlErrors.text(e));
      default ->
          "%s cannot be reached. Check that the server runs and that host, port and tls are right. (%s)"
              .formatted(description(), SqlErrors.text(e));
    };
  }
}
