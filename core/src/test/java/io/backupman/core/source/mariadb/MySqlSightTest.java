package io.backupman.core.source.mariadb;

import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.core.process.SearchPath;
import io.backupman.core.source.Dump;
import io.backupman.core.source.DumpWriter;
import io.backupman.core.source.SampleShop;
import io.backupman.core.source.Settings;
import io.backupman.core.testing.InstalledMySql;
import io.backupman.core.testing.MariaDbServer;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A MySQL server. */
class MySqlSightTest extends SightContract {
  @RegisterExtension static final InstalledMySql MYSQL = new InstalledMySql();

  @Override
  MariaDbServer server() {
    return MYSQL.server();
  }

  @Override
  String dumpCommand() throws IOException {
    return MYSQL.programs().script("usr/bin/mysqldump", folder).toString();
  }

  @Override
  String documentedAs() {
    return "MySQL 8.0.20 and newer";
  }

  @Override
  String defaultRole(String role, String user) {
    return "SET DEFAULT ROLE " + role + " TO " + user;
  }

  @Test
  void librariesAreDumpedWithTheDocumentedPrivilegesAndMissedWithout() throws Exception {
    execute(
        "DROP FUNCTION doubled",
        "DROP PROCEDURE purge_all",
        "CREATE LIBRARY kit LANGUAGE JAVASCRIPT AS 'export function one() { return 1 }'");
    account(documented());
    assertThat(write()).contains("CREATE LIBRARY `kit`");
    account(List.of("GRANT ALL PRIVILEGES ON " + database() + ".* TO 'watcher'@'%'"));
    assertThat(assertFails()).contains("routines", "GRANT SHOW_ROUTINE ON *.*");
  }

  @Test
  void itsSocketWorksToo() throws Exception {
    String path = server().socket().orElseThrow().toString();
    MariaDbSource source =
        new MariaDbSource(
            Settings.mariaDb(
                path, 1, database(), server().user(), server().password(), folder, dumpCommand()),
            SearchPath.ofEnvironment());
    source.check();
    Dump dump = new DumpWriter().write(source, "a.sql.gz", bytes -> {});
    assertThat(SampleShop.text(dump)).contains("doubled", "-- Dump completed");
  }

  @Test
  void whatWasRevokedOfADatabaseIsMissed() throws Exception {
    execute("SET GLOBAL partial_revokes = ON");
    try {
      for (String privilege : List.of("SELECT", "TRIGGER")) {
        account(List.of("GRANT ALL PRIVILEGES ON *.* TO 'watcher'@'%'"));
        execute("REVOKE " + privilege + " ON " + database() + ".* FROM 'watcher'@'%'");
        executeAll(assertFails());
        source().check();
        assertThat(write()).contains("doubled");
      }
      account(List.of("GRANT ALL PRIVILEGES ON *.* TO 'watcher'@'%'"));
      execute("REVOKE SELECT ON mysql.* FROM 'watcher'@'%'");
      assertThat(write()).contains("doubled");
    } finally {
      execute("DROP USER 'watcher'@'%'", "SET GLOBAL partial_revokes = OFF");
    }
  }
}
