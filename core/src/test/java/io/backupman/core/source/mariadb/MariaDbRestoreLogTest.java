package io.backupman.core.source.mariadb;

import io.backupman.core.process.SearchPath;
import io.backupman.core.testing.MariaDbServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;

/** What a real MariaDB server, which runs events, writes down of a verification. */
@Timeout(300)
class MariaDbRestoreLogTest extends RestoreLogContract {
  private static @Nullable MariaDbServer started;

  @BeforeAll
  static void start() {
    started = MariaDbServer.start("--event-scheduler=ON");
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
  SearchPath programs() {
    return SearchPath.ofEnvironment();
  }

  @Override
  boolean isMySql() {
    return false;
  }
}
