package io.backupman.core.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.core.process.SearchPath;
import io.backupman.core.source.Compression;
import io.backupman.core.source.DataSource;
import io.backupman.core.source.Dump;
import io.backupman.core.source.DumpedServer;
import io.backupman.core.source.PostgresFormat;
import io.backupman.core.source.SampleLibrary;
import io.backupman.core.source.ServerSettings;
import io.backupman.core.source.Settings;
import io.backupman.core.source.Sql;
import io.backupman.core.testing.PostgresServer;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * A server of PostgreSQL, whose dumps its own programs restore.
 *
 * @param server where it runs
 * @param format in which form it is dumped
 */
record DumpedPostgres(PostgresServer server, PostgresFormat format) implements DumpedServer {
  /** Each has 600 KB in a script. */
  private static final int PICTURES = 40;

  private static final String DUMPS =
      " FROM pg_stat_activity WHERE application_name = 'backupman'"
          + " AND datname = current_database()";

  @Override
  public ServerSettings settings(String database, Path tmpFolder) {
    return ServerSettings.of(
        Settings.common("postgres", tmpFolder, Compression.NONE),
        server.host(),
        server.port(),
        database,
        server.user(),
        server.password());
  }

  @Override
  public DataSource source(ServerSettings settings, SearchPath path) {
    return new PostgresSource(settings.postgres(format), path);
  }

  @Override
  public String dumpProgram() {
    return "pg_dump";
  }

  @Override
  public String printsPassword() {
    return "cat \"$PGPASSFILE\"";
  }

  @Override
  public String createDatabase() {
    return server.createDatabase();
  }

  @Override
  public List<String> databases() throws SQLException {
    return Sql.column(server.open("postgres"), "SELECT datname FROM pg_database ORDER BY 1");
  }

  @Override
  public Connection open(String database) throws SQLException {
    return server.open(database);
  }

  @Override
  public void fill(String database) throws SQLException {
    SampleLibrary.fill(server, database);
  }

  @Override
  public void enlarge(String database) throws SQLException {
    execute(database, "CREATE TABLE IF NOT EXISTS book (id int, cover bytea)");
    SampleLibrary.addPictures(server, database, PICTURES);
  }

  @Override
  public List<String> contents(String database) throws SQLException {
    List<String> contents = new ArrayList<>(SampleLibrary.objects(server, database));
    SampleLibrary.checksums(server, database).forEach((table, sum) -> contents.add(table + sum));
    return contents;
  }

  @Override
  public void restore(Dump dump, String database) throws IOException, InterruptedException {
    boolean isScript = format == PostgresFormat.PLAIN;
    List<String> command =
        new ArrayList<>(
            isScript
                ? List.of(
                    "psql", "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--output=/dev/null")
                : List.of("pg_restore", "--exit-on-error"));
    command.addAll(
        List.of(
            "--host=" + server.host(),
            "--port=" + server.port(),
            "--username=" + server.user(),
            "--dbname=" + database,
            isScript ? "--file=" + dump.file() : dump.file().toString()));
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    builder.environment().put("PGPASSWORD", server.password());
    assertThat(builder.start().waitFor()).isZero();
  }

  @Override
  public void createUser(String database, String user, String password) throws SQLException {
    createPoorUser(database, user, password);
  }

  @Override
  public void createPoorUser(String database, String user, String password) throws SQLException {
    String literal = "'" + password.replace("'", "''") + "'";
    execute(
        database,
        "DROP ROLE IF EXISTS \"" + user + "\"",
        "CREATE ROLE \"" + user + "\" LOGIN PASSWORD " + literal);
  }

  @Override
  public String lock(String table) {
    return "LOCK TABLE " + table;
  }

  @Override
  public boolean isWaiting(String database) throws SQLException {
    String waiting = " AND wait_event_type = 'Lock'";
    return !Sql.column(server.open(database), "SELECT pid" + DUMPS + waiting).isEmpty();
  }

  @Override
  public void endConnection(String database) throws SQLException {
    execute(database, "SELECT pg_terminate_backend(pid)" + DUMPS);
  }
}
