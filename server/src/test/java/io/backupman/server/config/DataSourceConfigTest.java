package io.backupman.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.core.net.TlsMode;
import io.backupman.core.source.Compression;
import io.backupman.core.source.DumpCommand;
import io.backupman.core.source.MariaDbSettings;
import io.backupman.core.source.PostgresSettings;
import io.backupman.core.source.ScratchServer;
import io.backupman.core.source.SourceSettings;
import io.backupman.core.source.SqliteSettings;
import io.backupman.notifier.spi.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is read of a data source. */
class DataSourceConfigTest {
  @TempDir private Path folder;
  private ConfigFixture config;

  @BeforeEach
  void fixture() {
    config = new ConfigFixture(folder);
  }

  @Test
  void dataSourcesHaveDefaults() {
    var sources =
        config
            .settings(
                """
                data_sources:
                  - {provider: mariadb, label: A, host: h, db_name: d, user: u}
                  - {provider: sqlite, label: B, db_path: ./app.db}
                drives: [{provider: local, label: L, folder: f}]
                """)
            .dataSources();

    assertThat(sources.get(0))
        .isInstanceOfSatisfying(
            MariaDbSettings.class,
            source -> {
              assertThat(source.port()).isEqualTo(3306);
              assertThat(source.tls()).isEqualTo(TlsMode.OFF);
              assertThat(source.password().value()).isEmpty();
              assertThat(source.dumpCommand()).isEqualTo(DumpCommand.USUAL);
            });
    assertThat(sources.get(1))
        .isEqualTo(
            new SqliteSettings(
                new SourceSettings(
                    "B", "sqlite", folder.resolve("tmp"), Compression.GZIP, Duration.ofHours(6)),
                folder.resolve("app.db")));
  }

  @Test
  void aDumpCommandIsAPathOrAListOfWords() {
    var sources =
        config
            .settings(
                """
                data_sources:
                  - {provider: mariadb, label: A, host: /m.sock, db_name: d, user: u,
                     dump_command: /opt/my programs/dump}
                  - {provider: postgres, label: B, host: h, db_name: d, user: u,
                     dump_command: [nice, -n, "10", pg_dump]}
                drives: [{provider: local, label: L, folder: f}]
                """)
            .dataSources();

    assertThat(sources.get(0))
        .isInstanceOfSatisfying(
            MariaDbSettings.class,
            source -> {
              assertThat(source.host()).isEqualTo("/m.sock");
              assertThat(source.dumpCommand().program()).isEqualTo("/opt/my programs/dump");
              assertThat(source.dumpCommand().arguments()).isEmpty();
            });
    assertThat(sources.get(1))
        .isInstanceOfSatisfying(
            PostgresSettings.class,
            source -> {
              assertThat(source.dumpCommand().program()).isEqualTo("nice");
              assertThat(source.dumpCommand().arguments()).containsExactly("-n", "10", "pg_dump");
            });
  }

  @ParameterizedTest
  @CsvSource({"30, 30", "30%, 30", "30 %, 30", "100, 100", "off, 0", "OFF, 0", "0, 0", "'', 50"})
  void aSizeDropAlarmIsReadPerCent(String text, int alarm) {
    var sources =
        config
            .settings(
                "data_sources: [{provider: sqlite, label: B, db_path: a, size_drop_alarm: '"
                    + text
                    + "'}]\ndrives: [{provider: local, label: L, folder: f}]\n")
            .dataSources();

    assertThat(sources.getFirst().common().sizeDropAlarm()).isEqualTo(alarm);
  }

  @Test
  void dumpsAreRestoredOnTheirOwnServerUnlessAnotherIsNamed() throws IOException {
    var secret = Files.writeString(folder.resolve("secret"), "scratch-word\n");
    var sources =
        config
            .settings(
                """
                data_sources:
                  - {provider: mariadb, label: A, host: h, db_name: d, user: u, password: own-word,
                     tls: true, verify: restore}
                  - provider: postgres
                    label: B
                    host: h
                    db_name: d
                    user: u
                    password: own-word
                    tls: true
                    verify: restore
                    verify_database: {host: scratch, port: 5433, db_name: trial, user: tester,
                      password_file: '%s', tls: skip-verify}
                  - {provider: sqlite, label: C, db_path: a, verify: restore}
                  - {provider: mysql, label: D, host: h, db_name: d, user: u,
                     verify_database: {host: scratch}}
                drives: [{provider: local, label: L, folder: f}]
                """
                    .formatted(secret))
            .dataSources();

    assertThat(((MariaDbSettings) sources.get(0)).scratch())
        .usingRecursiveComparison()
        .isEqualTo(
            new ScratchServer(
                "h", 3306, "backupman_verify", "u", Secret.of("own-word"), TlsMode.VERIFY));
    assertThat(((PostgresSettings) sources.get(1)).scratch())
        .usingRecursiveComparison()
        .isEqualTo(
            new ScratchServer(
                "scratch",
                5433,
                "trial",
                "tester",
                Secret.of("scratch-word"),
                TlsMode.SKIP_VERIFY));
    assertThat(((SqliteSettings) sources.get(2)).restored()).isTrue();
    assertThat(((MariaDbSettings) sources.get(3)).scratch()).isNull();
  }
}
