package io.backupman.core.source.mariadb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.backupman.core.process.SearchPath;
import io.backupman.core.source.DumpWriter;
import io.backupman.core.source.SampleShop;
import io.backupman.core.source.Settings;
import io.backupman.core.source.SourceException;
import io.backupman.core.testing.MariaDbServer;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A MariaDB server. */
class MariaDbSightTest extends SightContract {

  @Override
  MariaDbServer server() {
    return MariaDbServer.shared();
  }

  @Override
  String documentedAs() {
    return "MariaDB before 11.3";
  }

  @Override
  String defaultRole(String role, String user) {
    return "SET DEFAULT ROLE " + role + " FOR " + user;
  }

  @Test
  void whatEverybodyMayDoCounts() throws Exception {
    List<String> all = documented();
    account(all.stream().map(grant -> grant.replace("TRIGGER, ", "")).toList());
    execute("GRANT TRIGGER ON " + database() + ".* TO PUBLIC");
    try {
      source().check();
      assertThat(write()).contains("TRIGGER");
    } finally {
      execute("REVOKE ALL PRIVILEGES, GRANT OPTION FROM PUBLIC");
    }
  }

  @Test
  void packagesAndSequencesAreDumpedWithTheDocumentedPrivileges() throws Exception {
    execute(
        "CREATE SEQUENCE numbers",
        "SET sql_mode = 'ORACLE'",
        "CREATE PACKAGE kit AS FUNCTION one RETURN INT; END",
        "CREATE PACKAGE BODY kit AS FUNCTION one RETURN INT AS BEGIN RETURN 1; END; END");
    account(documented());
    assertThat(write()).contains("CREATE SEQUENCE `numbers`", "PACKAGE BODY");
  }

  @Test
  void aLimitOfRowsThatTheServerSetsIsRefused() throws Exception {
    try (MariaDbServer limited = MariaDbServer.start("--init-connect=SET sql_select_limit = 1")) {
      String shop = limited.createDatabase();
      SampleShop.fill(limited, shop);
      try (Connection connection = limited.open(shop);
          Statement statement = connection.createStatement()) {
        statement.execute("CREATE USER limited IDENTIFIED BY 'word'");
        statement.execute("GRANT SELECT, SHOW VIEW, TRIGGER, EVENT ON " + shop + ".* TO limited");
        statement.execute("GRANT SELECT ON mysql.proc TO limited");
      }
      MariaDbSource source =
          new MariaDbSource(
              Settings.mariaDb(
                  limited.host(), limited.port(), shop, "limited", "word", folder, null),
              SearchPath.ofEnvironment());
      assertThatExceptionOfType(SourceException.class)
          .isThrownBy(() -> new DumpWriter().write(source, "a.sql.gz", bytes -> {}))
          .withMessageContaining("sql_select_limit");
    }
  }
}
