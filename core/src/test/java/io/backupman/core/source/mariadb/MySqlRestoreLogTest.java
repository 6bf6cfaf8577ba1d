package io.backupman.core.source.mariadb;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.backupman.core.process.SearchPath;
import io.backupman.core.testing.MariaDbServer;
import io.backupman.core.testing.MySqlPrograms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;

/** What a real MySQL server writes down of a trial by MySQL's own programs. */
@Timeout(600)
class MySqlRestoreLogTest extends RestoreLogContract {
  private static @Nullable MySqlPrograms found;
  private static @Nullable MariaDbServer started;

  @BeforeAll
  static void start() {
    MySqlPrograms.find()
        .ifPresent(
            programs -> {
              found = programs;
              started = MariaDbServer.startMySql(programs);
            });
    assumeTrue(found != null, "No MySQL server; see the printed reason");
  }

  @AfterAll
  static void stop() {
    if (started != null) {
      started.close();
    }
  }

  @Override
  MariaDbServer server() {
    var server = started;
    if (server == null) {
      throw new IllegalStateException("It is not started.");
    }
    return server;
  }

  @Override
  SearchPath programs() throws IOException {
    var programs = found;
    if (programs == null) {
      throw new IllegalStateException("It is not started.");
    }
    Path mysql = Files.createDirectories(folder.resolve("mysql"));
    programs.script("usr/bin/mysqldump", mysql);
    programs.script("usr/bin/mysql", mysql);
    return new SearchPath(List.of(mysql));
  }

  @Override
  boolean isMySql() {
    return true;
  }
}
