package io.backupman.core.source.mariadb;

import io.backupman.core.process.SearchPath;
import io.backupman.core.source.DataSource;
import io.backupman.core.source.Dump;
import io.backupman.core.source.Processes;
import io.backupman.core.source.ServerSettings;
import io.backupman.core.testing.MariaDbServer;
import io.backupman.core.testing.MySqlPrograms;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;

/** A server of MySQL, with its own programs. */
final class DumpedMySql extends DumpedMariaDb {
  private final MySqlPrograms programs;
  private final Path folder;
  private final Path dumpProgram;

  /** The dump program and the client are put into a folder. */
  DumpedMySql(MariaDbServer server, MySqlPrograms programs, Path folder) throws IOException {
    super(server);
    this.programs = programs;
    this.folder = folder;
    this.dumpProgram = programs.script("usr/bin/mysqldump", folder);
    programs.script("usr/bin/mysql", folder);
  }

  @Override
  public DataSource source(ServerSettings settings) {
    return source(settings, new SearchPath(List.of(folder)));
  }

  @Override
  public String dumpProgram() {
    return dumpProgram.toString();
  }

  /** It is run by the dynamic linker, as the server is. */
  @Override
  public Stream<ProcessHandle> dumps() {
    return Processes.beside("postgres")
        .filter(
            process ->
                Stream.of(process.info().arguments().orElse(new String[0]))
                    .anyMatch(argument -> argument.endsWith("/mysqldump")));
  }

  @Override
  public void enlarge(String database) throws SQLException {
    execute(
        database,
        "CREATE TABLE big (id INT PRIMARY KEY AUTO_INCREMENT, text TEXT)",
        "INSERT INTO big (text) VALUES (REPEAT(SHA2(0, 256), 16))");
    for (int rows = 1; rows < 24_000; rows *= 2) {
      execute(database, "INSERT INTO big (text) SELECT REPEAT(SHA2(RAND(), 256), 16) FROM big");
    }
  }

  @Override
  public void restore(Dump dump, String database) throws IOException, InterruptedException {
    restore(programs.command("usr/bin/mysql"), dump, database, "--default-character-set=utf8mb4");
  }
}
