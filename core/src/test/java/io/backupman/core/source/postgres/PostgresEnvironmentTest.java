package io.backupman.core.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.core.net.TlsMode;
import io.backupman.core.source.Sql;
import io.backupman.core.testing.PostgresServer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a process's environment means to a backup of PostgreSQL. */
@Timeout(120)
class PostgresEnvironmentTest {
  @TempDir Path folder;

  @Test
  void aCertificateThatIsVouchedForIsVerifiedByDumpCheckAndVerification() throws Exception {
    try (var server = PostgresServer.start()) {
      var database = server.createDatabase();
      var certificate = server.encrypt();

      assertThat(
              PostgresProcess.run(
                  folder,
                  server,
                  database,
                  TlsMode.VERIFY,
                  Map.of("SSL_CERT_FILE", certificate.toString())))
          .isEqualTo("VERIFIED");
      assertThat(PostgresProcess.run(folder, server, database, TlsMode.VERIFY, Map.of()))
          .startsWith("No encrypted connection to ");
    }
  }

  @Test
  void aNameThatTheLocaleHasNoLettersForIsDumpedUnharmedOrSaid() throws Exception {
    var server = PostgresServer.shared();
    Sql.run(
        server.open("postgres"),
        "DROP DATABASE IF EXISTS \"größe 表\"",
        "CREATE DATABASE \"größe 表\"");

    assertThat(
            PostgresProcess.run(
                folder, server, "größe 表", TlsMode.OFF, Map.of("LC_ALL", "C.UTF-8")))
        .isEqualTo("VERIFIED");
    assertThat(PostgresProcess.run(folder, server, "größe 表", TlsMode.OFF, Map.of("LC_ALL", "C")))
        .contains("'größe 表' holds letters that the locale has not", "LC_ALL=C.UTF-8");
  }
}
