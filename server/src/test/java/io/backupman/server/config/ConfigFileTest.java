package io.backupman.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.backupman.api.ApiKey;
import io.backupman.api.ApiKeys.Role;
import io.backupman.core.age.Encryption;
import io.backupman.core.drive.LocalDriveSettings;
import io.backupman.core.net.TlsMode;
import io.backupman.core.schedule.TimeZones;
import io.backupman.core.source.MariaDbSettings;
import io.backupman.core.store.engine.DatabaseSettings;
import io.backupman.server.config.problem.ConfigException;
import io.backupman.server.config.settings.DeliverySettings;
import io.backupman.server.config.settings.HttpSettings;
import io.backupman.server.config.settings.LogSettings;
import io.backupman.server.config.settings.PluginSettings;
import io.backupman.server.config.settings.RetentionSettings;
import io.backupman.server.config.settings.Settings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The file as a whole. */
class ConfigFileTest {
  @TempDir private Path folder;
  private ConfigFixture config;

  @BeforeEach
  void fixture() {
    config = new ConfigFixture(folder);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "# nothing\n", "---\n", "database:\ndrives: []\nnotifiers: {}\nhttp:\n"})
  void anEmptyFileGivesTheDefaults(String text) {
    var settings = config.settings(text);

    assertThat(settings)
        .isEqualTo(
            new Settings(
                new DatabaseSettings.Embedded(folder.resolve("data/backupman")),
                List.of(),
                List.of(),
                TimeZones.UTC,
                List.of(),
                Encryption.NONE,
                DeliverySettings.DEFAULT,
                RetentionSettings.NONE,
                new PluginSettings(folder.resolve("plugins")),
                new HttpSettings("0.0.0.0", 8080, Optional.empty(), List.of(), false),
                LogSettings.DEFAULT));
  }

  @ParameterizedTest
  @CsvSource({"error,SEVERE", "warning,WARNING", "INFO,INFO", "debug,FINE"})
  void theLogHasAFormatAndALevel(String word, String level) {
    var log = config.settings("log: {format: json, level: " + word + "}").log();

    assertThat(log).isEqualTo(new LogSettings(LogSettings.Format.JSON, Level.parse(level)));
  }

  @Test
  void anotherFormatOrLevelIsRefused() {
    assertThat(config.problems("log: {format: xml, level: loud}"))
        .containsExactly(
            "log.format: must be one of text, json, not \"xml\"",
            "log.level: must be one of error, warning, info, debug, not \"loud\"");
  }

  @Test
  void everyKeyIsRead() {
    var settings =
        config.settings(
            """
            database: {provider: mariadb, host: db, port: 3307, db_name: b, user: u,
                       password: top-secret, tls: skip-verify, pool_size: 20}
            data_sources:
              - {provider: mysql, label: MySQL 1, host: h, db_name: shop, user: root,
                 password: toor, tls: "true", tmp_folder: ./tmp/mysql, compression: zstd,
                 timeout: 2h, dump_command: mysqldump}
              - {provider: sqlite, label: SQLite 1, db_path: ./app.db}
            drives:
              - {provider: local, label: Local Drive, folder: ./storage}
            delivery: {retry_delays: [0s, PT1M, 7d], concurrency: 1000, alarm_after: 90s}
            plugins: {folder: /opt/plugins}
            retention: {enabled: false, by: age, value: 30, reports: 365}
            http: {host: 127.0.0.1, port: 0, app_url: "https://b.example.com/x", public_metrics: "true",
                   api_keys: [apikey1], admin_api_keys: adminkey1, backup_job: {enabled: false, cron: x}}
            """);

    assertThat(settings.database())
        .isInstanceOfSatisfying(
            DatabaseSettings.Server.class,
            server -> {
              assertThat(server.password().value()).isEqualTo("top-secret");
              assertThat(server)
                  .isEqualTo(
                      new DatabaseSettings.Server(
                          "db", 3307, "b", "u", server.password(), TlsMode.SKIP_VERIFY, 20));
            });
    assertThat(settings.drives())
        .containsExactly(new LocalDriveSettings("Local Drive", folder.resolve("storage")));
    assertThat(settings.delivery())
        .isEqualTo(
            new DeliverySettings(
                List.of(Duration.ZERO, Duration.ofMinutes(1), Duration.ofDays(7)),
                1000,
                Duration.ofSeconds(90)));
    assertThat(settings.retention().reports()).contains(Duration.ofDays(365));
    assertThat(settings.plugins().folder()).isEqualTo(Path.of("/opt/plugins"));
    assertThat(settings.http().host()).isEqualTo("127.0.0.1");
    assertThat(settings.http().port()).isZero();
    assertThat(settings.http().appUrl()).contains(URI.create("https://b.example.com/x"));
    assertThat(settings.http().publicMetrics()).isTrue();
    assertThat(settings.http().keys())
        .extracting(ApiKey::name, ApiKey::role, key -> key.secret().value())
        .containsExactly(
            tuple("api_keys[0]", Role.USER, "apikey1"),
            tuple("admin_api_keys", Role.ADMIN, "adminkey1"));
  }

  @Test
  void valuesStayAsTheyAreWritten() {
    var text =
        """
        data_sources:
          - {provider: mysql, label: 0123, host: on, db_name: 12:30:00, user: 1e3, password: 0x1F}
          - {provider: mysql, label: "a, b", host: no, db_name: 2025-01-01, user: 1_000, password: 'yes'}
        drives: [{provider: local, label: 1.10, folder: 007}]
        """;

    var settings = config.settings(text);

    var first = (MariaDbSettings) settings.dataSources().get(0);
    var second = (MariaDbSettings) settings.dataSources().get(1);
    assertThat(
            List.of(
                first.common().label(),
                first.host(),
                first.dbName(),
                first.user(),
                first.password().value()))
        .containsExactly("0123", "on", "12:30:00", "1e3", "0x1F");
    assertThat(
            List.of(
                second.common().label(),
                second.host(),
                second.dbName(),
                second.user(),
                second.password().value()))
        .containsExactly("a, b", "no", "2025-01-01", "1_000", "yes");
    assertThat(settings.drives())
        .containsExactly(new LocalDriveSettings("1.10", folder.resolve("007")));
  }

  @Test
  void nothingButTheFileComesIn() {
    System.setProperty("http.port", "9999");
    try {
      config.env.put("HTTP_PORT", "9998");
      assertThat(config.settings("http: {host: '$http.port'}\n").http().port()).isEqualTo(8080);
      assertThat(config.settings("http: {host: '$http.port'}\n").http().host())
          .isEqualTo("$http.port");
    } finally {
      System.clearProperty("http.port");
    }
  }

  @Test
  void tenMistakesPrintTenLines() {
    config.write(
        """
        database:
          provider: postgres
        data_sources:
          - provider: mysql
            lable: MySQL 1
            host: db
            port: 70000
            db_name: shop
            user: root
          - provider: sqlite
            label: B
            db_path: ./b.db
            timeout: 30
          - provider: sqlite
            label: B
            db_path: ./c.db
        drives:
          - provider: local
            label: Local Drive
        notifiers:
          webhook:
            enabled: true
            labels: [b]
            endpoints:
              - name: One
                url: http://localhost/
              - name: Two
        delivery: 3
        http:
          prot: 8080
        """);

    assertThatThrownBy(() -> config.configFile().load(config.file))
        .isInstanceOf(ConfigException.class)
        .extracting(Throwable::getMessage)
        .asString()
        .hasLineCount(10)
        .isEqualToNormalizingNewlines(
            """
            FILE: database.provider: "postgres" cannot hold Backupman's own records; use embedded, mariadb or mysql. What heryTz/backupman has recorded there is not taken over; its copies stay on their drives
            FILE: data_sources[0].lable: is not a known key; did you mean "label"?
            FILE: data_sources[0].port: must be a whole number from 1 to 65535, not "70000"
            FILE: data_sources[1].timeout: must be a time such as 30s, 5m, 2h, 7d or PT30S, not "30"
            FILE: data_sources[2].label: is the same as data_sources[1].label; choose another, each must be unique
            FILE: drives[0].folder: is missing
            FILE: notifiers.webhook.labels[0]: "b" is not the label of a data source; did you mean "B"?
            FILE: notifiers.webhook.endpoints[1].url: is missing
            FILE: delivery: must be a section with keys, not a single value
            FILE: http.prot: is not a known key; did you mean "port"?"""
                .replace("FILE", config.file.toString()));
  }

  @Test
  void aFileOfTheToolBeforeLoads() {
    var text =
        """
        database: {provider: mysql, host: h, port: 3306, db_name: d, user: u, password: p, tls: "false"}
        data_sources:
          - {provider: mysql, label: M, host: h, port: 3306, db_name: d, user: u, password: p, tls: "",
             tmp_folder: ./tmp/m}
          - {provider: postgres, label: P, host: h, port: 5432, db_name: d, user: u, password: p}
          - {provider: sqlite, label: S, db_path: ./s.db, tmp_folder: ./tmp/s}
        drives:
          - {provider: local, label: L, folder: ./tmp/l}
          - {provider: google_drive, label: G, folder: g, client_secret_file: a.json, token_file: b.json}
          - {provider: s3, label: B, bucket: b, region: r, access_key: a, secret_key: s, endpoint: "",
             prefix: p, force_path_style: false}
        notifiers:
          mail: {enabled: "true", smtp_host: h, smtp_port: 587, smtp_user: u, smtp_password: p,
                 smtp_crypto: "", destinations: [{name: A, email: a@b.c}, {name: B, email: b@b.c}]}
          webhook: {enabled: "false", endpoints: [{name: W, url: http://localhost/, token: xxx}]}
        retention: {enabled: "true", by: age, value: 30}
        http: {app_url: http://localhost:8080, api_keys: [k], backup_job: {enabled: true, cron: "* * * * * *"}}
        """;

    assertThat(config.problems(text)).isEmpty();
  }

  @Test
  void aMissingFileIsNamedWithTheCommandThatWritesOne() {
    assertThatThrownBy(() -> config.configFile().load(Path.of("no/such.yml")))
        .hasMessageContaining("no/such.yml")
        .hasMessageContaining("backupman init");
  }

  @Test
  void aFolderIsNoConfiguration() {
    assertThatThrownBy(() -> config.configFile().load(folder))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(folder.toString());
  }
}
