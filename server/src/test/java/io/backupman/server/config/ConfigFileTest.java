package io.backupman.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.backupman.core.age.Encryption;
import io.backupman.core.backup.RetentionRule;
import io.backupman.core.drive.GoogleDriveSettings;
import io.backupman.core.drive.LocalDriveSettings;
import io.backupman.core.drive.S3DriveSettings;
import io.backupman.core.net.TlsMode;
import io.backupman.core.schedule.CronSchedule;
import io.backupman.core.schedule.TimeZones;
import io.backupman.core.source.Compression;
import io.backupman.core.source.DumpCommand;
import io.backupman.core.source.MariaDbSettings;
import io.backupman.core.source.PostgresSettings;
import io.backupman.core.source.ScratchServer;
import io.backupman.core.source.SourceSettings;
import io.backupman.core.source.SqliteSettings;
import io.backupman.core.store.engine.DatabaseSettings;
import io.backupman.notifier.spi.Secret;
import io.backupman.server.config.problem.ConfigException;
import io.backupman.server.config.settings.DeliverySettings;
import io.backupman.server.config.settings.HttpSettings;
import io.backupman.server.config.settings.PluginSettings;
import io.backupman.server.config.settings.RetentionSettings;
import io.backupman.server.config.settings.Settings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
                new HttpSettings("0.0.0.0", 8080, Optional.empty(), List.of(), List.of(), false)));
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
    assertThat(settings.http().apiKeys()).extracting(Secret::value).containsExactly("apikey1");
    assertThat(settings.http().adminApiKeys())
        .extracting(Secret::value)
        .containsExactly("adminkey1");
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
  void aGoogleDriveIsRead() {
    assertThat(
            config
                .settings(
                    """
                    drives:
                      - {provider: google_drive, label: G, folder: demo,
                         client_secret_file: ./google-client-secret.json, token_file: ./google-token.json}
                    """)
                .drives())
        .containsExactly(
            new GoogleDriveSettings(
                "G",
                "demo",
                folder.resolve("google-client-secret.json"),
                folder.resolve("google-token.json")));
    assertThat(
            config.problems(
                """
                drives:
                  - {provider: google_drive, label: G, folder: ./demo, token_fil: t.json}
                  - {provider: google_drive, label: H, folder: /, client_secret_file: c, token_file: t}
                """))
        .containsExactly(
            "drives[0].client_secret_file: is missing",
            "drives[0].folder: must be a folder in Google Drive such as backups or backups/shop, not \"./demo\"",
            "drives[0].token_fil: is not a known key; did you mean \"token_file\"?",
            "drives[1].folder: must be a folder in Google Drive such as backups or backups/shop, not \"/\"");
  }

  @Test
  void twoDrivesAreNotInOnePlace() {
    assertThat(
            config.problems(
                """
                drives:
                  - {provider: local, label: A, folder: ./storage}
                  - {provider: local, label: B, folder: storage/../storage}
                  - {provider: s3, label: C, bucket: b, prefix: p, endpoint: "http://minio:9000"}
                  - {provider: s3, label: D, bucket: b, prefix: p/, endpoint: "http://minio:9000"}
                  - {provider: s3, label: E, bucket: b, prefix: q, endpoint: "http://minio:9000"}
                """))
        .containsExactly(
            "drives[1].provider: is the same place as that of the drive \"A\"",
            "drives[3].provider: is the same place as that of the drive \"C\"");
  }

  @Test
  void anEndpointHoldsNoPassword() {
    var problems =
        config.problems(
            "drives: [{provider: s3, label: A, bucket: b, endpoint: 'http://u:canary@minio'}]");

    assertThat(problems)
        .singleElement()
        .asString()
        .startsWith("drives[0].endpoint: must not hold a user or a password;")
        .doesNotContain("canary");
  }

  @Test
  void aBucketIsRead() throws IOException {
    var secret = Files.writeString(folder.resolve("secret"), "canary-secret\n");
    var drives =
        config
            .settings(
                """
                drives:
                  - {provider: s3, label: A, bucket: b, region: eu-central-1, access_key: canary-access,
                     secret_key_file: %s, endpoint: "", prefix: /some/where/, force_path_style: "true"}
                  - {provider: s3, label: B, bucket: b, endpoint: "http://minio:9000"}
                """
                    .formatted(secret))
            .drives();

    assertThat(drives)
        .first()
        .isInstanceOfSatisfying(
            S3DriveSettings.class,
            s3 -> {
              assertThat(s3.region()).isEqualTo("eu-central-1");
              var keys = Objects.requireNonNull(s3.keys());
              assertThat(keys.accessKey().value()).isEqualTo("canary-access");
              assertThat(keys.secretKey().value()).isEqualTo("canary-secret");
              assertThat(s3.endpoint()).isNull();
              assertThat(s3.prefix()).isEqualTo("some/where");
              assertThat(s3.forcePathStyle()).isTrue();
              assertThat(s3.toString()).doesNotContain("canary");
            });
    assertThat(drives)
        .last()
        .isEqualTo(
            new S3DriveSettings(
                "B", "b", "us-east-1", null, URI.create("http://minio:9000"), "", false));
  }

  @Test
  void theKeysOfABucketAreMasked() {
    var masker =
        config
            .load(
                "drives: [{provider: s3, label: A, bucket: b, region: r, access_key: canary-access,"
                    + " secret_key: canary-secret}]")
            .masker();

    assertThat(masker.mask("canary-access and canary-secret")).isEqualTo("*** and ***");
  }

  @Test
  void schedulesAreThoseOfTheBackupJobButForWhatADataSourceSaysOfItsOwn() {
    var settings =
        config.settings(
            """
                data_sources:
                  - {provider: sqlite, label: A, db_path: a}
                  - {provider: sqlite, label: B, db_path: b, cron: "30 4 * * 1", catch_up: false}
                  - {provider: sqlite, label: C, db_path: c, time_zone: Asia/Tokyo}
                drives: [{provider: local, label: L, folder: f}]
                http: {host: 127.0.0.1, backup_job: {enabled: true, cron: "0 0 3 * * *",
                       time_zone: Europe/Berlin, catch_up: true}}
                """);

    assertThat(settings.timeZones().of("A")).isEqualTo(ZoneId.of("Europe/Berlin"));
    assertThat(settings.timeZones().of("C")).isEqualTo(ZoneId.of("Asia/Tokyo"));
    assertThat(settings.schedules())
        .extracting(s -> s.label() + " " + s.cron() + " " + s.zone() + " " + s.catchUp())
        .containsExactly(
            "A 0 0 3 * * * Europe/Berlin true",
            "B 30 4 * * 1 Europe/Berlin false",
            "C 0 0 3 * * * Asia/Tokyo true");
  }

  @Test
  void whenABackupIsOverdueIsThatOfTheBackupJobButForWhatADataSourceSaysOfItsOwn() {
    var schedules =
        config
            .settings(
                """
                data_sources:
                  - {provider: sqlite, label: A, db_path: a}
                  - {provider: sqlite, label: B, db_path: b, overdue_after: 2s}
                drives: [{provider: local, label: L, folder: f}]
                http: {backup_job: {enabled: true, cron: "0 0 3 * * *", overdue_after: 3d}}
                """)
            .schedules();

    assertThat(schedules)
        .extracting(CronSchedule::overdueAfter)
        .containsExactly(Duration.ofDays(3), Duration.ofSeconds(2));
  }

  @Test
  void theRetentionOfBackupsIsRead() {
    var retention =
        config
            .settings(
                """
                retention: {enabled: true, by: age, value: 30, keep_last: 3,
                            keep: {daily: 7, weekly: 4, monthly: 12, yearly: 2}}
                http: {backup_job: {enabled: false, time_zone: Asia/Tokyo}}
                """)
            .retention();

    assertThat(retention.backups())
        .contains(new RetentionRule(Duration.ofDays(30), 3, 7, 4, 12, 2, ZoneId.of("Asia/Tokyo")));
    assertThat(retention.reports()).isEmpty();
    assertThat(config.settings("retention: {enabled: 'true', value: 1}").retention().backups())
        .contains(new RetentionRule(Duration.ofDays(1), 1, 0, 0, 0, 0, ZoneId.of("UTC")));
  }

  @Test
  void withoutABackupJobOnlyWhatHasACronOfItsOwnIsScheduled() {
    var schedules =
        config
            .settings(
                """
                data_sources:
                  - {provider: sqlite, label: A, db_path: a}
                  - {provider: sqlite, label: B, db_path: b, cron: "@daily"}
                drives: [{provider: local, label: L, folder: f}]
                http: {backup_job: {enabled: false, cron: "not looked at"}}
                """)
            .schedules();

    assertThat(schedules)
        .extracting(s -> s.label() + " " + s.cron() + " " + s.zone() + " " + s.catchUp())
        .containsExactly("B @daily UTC false");
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

  @Test
  void secretsAreNeitherPrintedNorForgotten() {
    var loaded =
        config.load(
            """
            database: {provider: mysql, host: h, db_name: d, user: u, password: pass-one}
            data_sources:
              - {provider: mysql, label: A, host: h, db_name: d, user: u, password: pass-two}
            drives: [{provider: local, label: L, folder: f}]
            http: {api_keys: [pass-three], admin_api_keys: [pass-four]}
            notifiers:
              webhook:
                enabled: true
                endpoints: [{name: A, url: u, token: pass-five, secret: [pass-six, pass-seven]}]
            """);

    assertThat(loaded.toString()).doesNotContain("pass-");
    assertThat(
            loaded
                .masker()
                .mask("pass-one pass-two pass-three pass-four pass-five pass-six pass-seven"))
        .isEqualTo("*** *** *** *** *** *** ***");
  }

  @Test
  void secretsAreMaskedInProblems() {
    assertThat(
            config.problems(
                """
                database: {provider: mysql, host: h, port: hunter22, db_name: d, user: u, password: hunter22}
                """))
        .containsExactly("database.port: must be a whole number from 1 to 65535, not \"***\"");
  }

  @Test
  void aPasswordThatIsTheNameOfSomethingElseGarblesNoMessage() {
    assertThat(
            config.problems(
                """
                data_sources:
                - {provider: postgre, label: hollyhock main, password: hollyhock}
                database: {provider: mariadb, host: h, port: postgres, db_name: d, user: u, password: postgres}
                """))
        .anyMatch(problem -> problem.contains("\"postgre\""))
        .contains("database.port: must be a whole number from 1 to 65535, not \"postgres\"")
        .noneMatch(problem -> problem.contains("***"));
  }
}
