package io.backupman.core.source.mariadb;

import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.core.process.SearchPath;
import io.backupman.core.source.Compression;
import io.backupman.core.source.DataSource;
import io.backupman.core.source.Dump;
import io.backupman.core.source.DumpedServer;
import io.backupman.core.source.SampleShop;
import io.backupman.core.source.ServerSettings;
import io.backupman.core.source.Settings;
import io.backupman.core.source.Sql;
import io.backupman.core.testing.MariaDbServer;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A server of MariaDB, whose dumps its own client restores. */
class DumpedMariaDb implements DumpedServer {
  private static final String DUMPS = "FROM information_schema.processlist WHERE db = '%s'";

  private final MariaDbServer server;

  DumpedMariaDb(MariaDbServer server) {
    this.server = server;
  }

  @Override
  public ServerSettings settings(String database, Path tmpFolder) {
    return ServerSettings.of(
        Settings.common("mariadb", tmpFolder, Compression.NONE),
        server.host(),
        server.port(),
        database,
        server.user(),
        server.password());
  }

  @Override
  public DataSource source(ServerSettings settings, SearchPath path) {
    return new MariaDbSource(settings.mariaDb(), path);
  }

  @Override
  public String dumpProgram() {
    return "mariadb-dump";
  }

  /** It stands in the option file, which the first argument names. */
  @Override
  public String printsPassword() {
    return "cat \"${1#*=}\"";
  }

  @Override
  public String createDatabase() {
    return server.createDatabase();
  }

  @Override
  public List<String> databases() throws SQLException {
    return Sql.column(server.open(""), "SHOW DATABASES");
  }

  @Override
  public Connection open(String database) throws SQLException {
    return server.open(database);
  }

  @Override
  public void fill(String database) throws SQLException {
    SampleShop.fill(server, database);
  }

  @Override
  public void enlarge(String database) throws SQLException {
    execute(
        database,
        "CREATE TABLE big (id INT PRIMARY KEY, text TEXT)",
        "INSERT INTO big SELECT seq, REPEAT(MD5(seq), 32) FROM seq_1_to_24000");
  }

  @Override
  public List<String> contents(String database) throws SQLException {
    List<String> contents = new ArrayList<>();
    SampleShop.checksums(server, database).forEach((table, sum) -> contents.add(table + sum));
    SampleShop.programs(server, database)
        .forEach((name, text) -> contents.add(name + text.replace(database, "")));
    return contents;
  }

  @Override
  public void restore(Dump dump, String database) throws IOException, InterruptedException {
    restore(List.of("mariadb"), dump, database);
  }

  /** Restores a dump by a client, which is called with further options before the database. */
  final void restore(List<String> client, Dump dump, String database, String... options)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(client);
    command.addAll(
        List.of(
            "--no-defaults",
            "--protocol=tcp",
            "--host=" + server.host(),
            "--port=" + server.port(),
            "--user=" + server.user(),
            "--password=" + server.password()));
    command.addAll(List.of(options));
    command.add(database);
    Process restoring =
        new ProcessBuilder(command).inheritIO().redirectInput(dump.file().toFile()).start();
    assertThat(restoring.waitFor()).isZero();
  }

  @Override
  public void createUser(String database, String user, String password) throws SQLException {
    createUser(database, user, password, "ALL");
  }

  @Override
  public void createPoorUser(String database, String user, String password) throws SQLException {
    createUser(database, user, password, "SELECT");
  }

  private void createUser(String database, String user, String password, String privileges)
      throws SQLException {
    String literal = "'" + password.replace("\\", "\\\\").replace("'", "\\'") + "'";
    execute(
        database,
        "DROP USER IF EXISTS " + user,
        "CREATE USER " + user + " IDENTIFIED BY " + literal,
        "GRANT " + privileges + " ON " + database + ".* TO " + user);
  }

  @Override
  public String lock(String table) {
    return "LOCK TABLES " + table + " WRITE";
  }

  @Override
  public boolean isWaiting(String database) throws SQLException {
    String waiting = " AND state LIKE 'Waiting for table metadata lock%'";
    return !Sql.column(server.open(""), "SELECT id " + DUMPS.formatted(database) + waiting)
        .isEmpty();
  }

  @Override
  public void endConnection(String database) throws SQLException {
    for (String id : Sql.column(server.open(""), "SELECT id " + DUMPS.formatted(database))) {
      execute("", "KILL CONNECTION " + id);
    }
  }
}
