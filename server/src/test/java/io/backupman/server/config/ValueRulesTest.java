package io.backupman.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.backupman.api.ApiKey;
import io.backupman.api.ApiKeys.Role;
import io.backupman.core.store.engine.DatabaseSettings;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each value may be, and that one mistake is one problem. */
class ValueRulesTest {
  @TempDir private Path folder;
  private ConfigFixture config;

  @BeforeEach
  void fixture() {
    config = new ConfigFixture(folder);
  }

  @ParameterizedTest
  @CsvSource({
    "30s, PT30S",
    "5m, PT5M",
    "2h, PT2H",
    "7d, PT168H",
    "PT1M30S, PT1M30S",
    "P1D, PT24H",
    "0s, PT0S",
    "30d, PT720H"
  })
  void durationsAreRead(String text, String expected) {
    assertThat(config.settings("delivery: {retry_delays: " + text + "}").delivery().retryDelays())
        .containsExactly(java.time.Duration.parse(expected));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "30",
        "5 m",
        "1h30m",
        "-5s",
        "s",
        "5w",
        "1.5h",
        "99999999999d",
        "soon",
        "31d",
        "-PT1S"
      })
  void otherDurationsAreNot(String text) {
    assertThat(config.problems("delivery: {retry_delays: [5s, '" + text + "']}"))
        .singleElement()
        .asString()
        .startsWith("delivery.retry_delays[1]: must be ")
        .contains("\"" + text + "\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "db | db:4000",
        "db:3307 | db:3307",
        "10.0.0.1 | 10.0.0.1:4000",
        "\"::1\" | [::1]:4000",
        "\"[::1]\" | [::1]:4000",
        "\"[2001:db8::1%eth0]:3307\" | [2001:db8::1%eth0]:3307",
        "/run/mysqld/mysqld.sock | /run/mysqld/mysqld.sock",
        "\"a, b:3307,[::1]\" | a:4000 b:3307 [::1]:4000",
        "[a, 'b:3307', '::1'] | a:4000 b:3307 [::1]:4000",
        "[a] | a:4000",
      })
  void hostsOfTheDatabaseAreRead(String text, String expected) {
    var settings =
        config.settings(
            "database: {provider: mysql, port: 4000, user: u, db_name: d, host: " + text + "}");
    assertThat(settings.database())
        .isInstanceOfSatisfying(
            DatabaseSettings.Server.class,
            server ->
                assertThat(server.hosts())
                    .extracting(Object::toString)
                    .containsExactly(expected.split(" ", -1)));
  }

  @ParameterizedTest
  @CsvSource({"true, true", "'\"true\"', true", "True, true", "false, false", "'\"false\"', false"})
  void flagsAreRead(String text, boolean expected) {
    assertThat(config.settings("http: {public_metrics: " + text + "}").http().publicMetrics())
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tru", "on", "yes", "1", "[true]", "{a: true}"})
  void otherFlagsAreNot(String text) {
    assertThat(config.problems("http: {public_metrics: " + text + "}"))
        .singleElement()
        .asString()
        .startsWith("http.public_metrics: must be ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http: {port: -1} | http.port: must be a whole number from 0 to 65535, not \"-1\"",
        "http: {port: 8080.5} | http.port: must be a whole number from 0 to 65535, not \"8080.5\"",
        "http: {port: [8080]} | http.port: must be a single value, not a list",
        "http: {app_url: localhost} | http.app_url: must be an address such as"
            + " https://backup.example.com, not \"localhost\"",
        "http: {app_url: 'ftp://h/'} | http.app_url: must be an address such as"
            + " https://backup.example.com, not \"ftp://h/\"",
        "http: {api_keys: ['sha256:12']} | http.api_keys[0]: must be sha256: and 64 hexadecimal"
            + " digits, or the key itself",
        "http: {api_keys: [a, '']} | http.api_keys[1]: is empty",
        "http: {api_keys: ['SHA256:12']} | http.api_keys[0]: must be sha256: and 64 hexadecimal"
            + " digits, or the key itself",
        "http: {admin_api_keys: [{name: ops, key: 'sha256:12'}]} | http.admin_api_keys[0].key: must"
            + " be sha256: and 64 hexadecimal digits, or the key itself",
        "http: {api_keys: '  '} | http.api_keys: is blank",
        "http: {api_keys: [{name: ops}]} | http.api_keys[0].key: is missing",
        "http: {api_keys: [{name: ops, kye: k}]} | http.api_keys[0].kye: is not a known key; did you"
            + " mean \"key\"?",
        "http: {api_keys: [{name: ops, key: ' '}]} | http.api_keys[0].key: is blank",
        "http: {api_keys: [{name: ops, key: k, key_file: f}]} | http.api_keys[0].key_file: stands"
            + " beside key; keep one of them",
        "http: {api_keys: [{name: ' ', key: k}]} | http.api_keys[0].name: is blank",
        "http: {api_keys: [{name: \"a\\nb\", key: k}]} | http.api_keys[0].name: has a line break or"
            + " another control character in it",
        "http: {api_keys: [{name: ops, key: k, role: admin}]} | http.api_keys[0].role: is not a"
            + " known key",
        "http: {api_keys: [[k]]} | http.api_keys[0]: must be a single value, not a list",
        "http: {api_keys: [{name: ops, key: a}], view_api_keys: [{name: ops, key: b}]} |"
            + " http.view_api_keys[0].name: is the same as http.api_keys[0].name; choose another,"
            + " each must be unique",
        "http: {api_keys: [{name: ops, key: a}], admin_api_keys: [a]} | http.admin_api_keys[0]: is"
            + " the same key as that of http.api_keys[0]; a key has one owner",
        "http: {api_keys: [{name: a, key: k}], view_api_keys: [{name: b, key: 'sha256:"
            + "8254c329a92850f6d539dd376f4816ee2764517da5e0235514af433164480d7a'}]} |"
            + " http.view_api_keys[0].key: is the same key as that of http.api_keys[0]; a key has"
            + " one owner",
        "http: {api_keys: {a: b}} | http.api_keys: must be a single value, not a section",
        "http: {backup_job: {enabled: true}} | http.backup_job.cron: is missing",
        "http: {backup_job: {enabled: true, cron: '0 0 30 2 *'}} | http.backup_job.cron: must have a"
            + " time at which it runs, which this has not, not \"0 0 30 2 *\"",
        "http: {backup_job: {enabled: false, time_zone: Mars}} | http.backup_job.time_zone: must be"
            + " a time zone such as UTC or Europe/Berlin, not \"Mars\"",
        "http: {backup_job: {enabled: false, overdue_after: 2y}} | http.backup_job.overdue_after:"
            + " must be a time such as 30s, 5m, 2h, 7d or PT30S, not \"2y\"",
        "retention: {enabled: 'true', by: age} | retention.value: is missing",
        "retention: {enabled: true, by: size, value: 3} | retention.by: must be age, not \"size\"",
        "retention: {enabled: true, value: 0} | retention.value: must be a whole number from 1 to"
            + " 36500, not \"0\"",
        "retention: {enabled: true, value: 3, keep_last: 0} | retention.keep_last: must be a whole"
            + " number from 1 to 10000, not \"0\"",
        "retention: {enabled: true, value: 3, keep: {dayly: 7}} | retention.keep.dayly: is not a"
            + " known key; did you mean \"daily\"?",
        "retention: {day: 3} | retention.day: is not a known key",
        "retention: {reports: 0} | retention.reports: must be a whole number from 1 to 36500, not"
            + " \"0\"",
        "delivery: {alarm_after: 0s} | delivery.alarm_after: must be from 1s to 30d, not \"0s\"",
        "delivery: {concurrency: 0} | delivery.concurrency: must be a whole number from 1 to 1000,"
            + " not \"0\"",
        "delivery: {retry_delays: []} | delivery.retry_delays: must have 1 to 100 entries, not 0",
        "database: {provider: postgres} | database.provider: \"postgres\" cannot hold Backupman's"
            + " own records; use embedded, mariadb or mysql. What heryTz/backupman has"
            + " recorded there is not taken over; its copies stay on their drives",
        "database: {provider: oracle} | database.provider: must be one of embedded, memory,"
            + " mariadb, mysql, not \"oracle\"",
        "database: {provider: mysql, host: h, user: u, db_name: d, tls: preferred} | database.tls:"
            + " must be one of false, true, skip-verify, not \"preferred\"",
        "database: {provider: mysql, host: h, user: u, db_name: d, pool_size: 1} |"
            + " database.pool_size: must be a whole number from 2 to 1000, not \"1\"",
        "database: {provider: mysql, host: h, user: u} | database.db_name: is missing",
        "database: {provider: mysql, user: u, db_name: d} | database.host: is missing",
        "database: {provider: mysql, host: ' ', user: u, db_name: d} | database.host: is blank",
        "database: {provider: mysql, host: [], user: u, db_name: d} | database.host: must have one"
            + " entry at least",
        "database: {provider: mysql, host: {a: b}, user: u, db_name: d} | database.host: must be a"
            + " single value, not a section",
        "database: {provider: mysql, host: [a, ''], user: u, db_name: d} | database.host[1]: is"
            + " empty",
        "database: {provider: mysql, host: [a, 'b:0'], user: u, db_name: d} | database.host[1]: must"
            + " be a name or an address, with a port from 1 to 65535 if one follows (db1:3306,"
            + " [2001:db8::1]:3306), not \"b:0\"",
        "database: {provider: mysql, host: 'a,b:x', user: u, db_name: d} | database.host: must be a"
            + " name or an address, with a port from 1 to 65535 if one follows (db1:3306,"
            + " [2001:db8::1]:3306), not \"b:x\"",
        "database: {provider: mysql, host: [a, 'a:3306'], user: u, db_name: d} | database.host[1]:"
            + " names a:3306 once more",
        "database: {provider: mysql, host: [a, /m.sock], user: u, db_name: d} | database.host[1]:"
            + " \"/m.sock\" is the path of a socket, which can only stand alone",
        "drives: {provider: local} | drives: must be a list, each entry beginning with \"- \", not"
            + " a section",
        "drives: [x] | drives[0]: must be a section with keys, not a single value",
        "drives: [{provider: s3, label: S, bucket: b}] | drives[0].region: is missing",
        "drives: [{provider: s3, label: S, region: r}] | drives[0].bucket: is missing",
        "drives: [{provider: s3, label: S, region: r, bucket: 's3://b/p'}] | drives[0].bucket: must be"
            + " the name of a bucket such as backups, not \"s3://b/p\"",
        "drives: [{provider: s3, label: S, region: 'eu west', bucket: b}] | drives[0].region: must be"
            + " a region such as eu-central-1, not \"eu west\"",
        "drives: [{provider: s3, label: S, region: r, bucket: b, access_key: a}] |"
            + " drives[0].secret_key: is missing; access_key is of no use without it",
        "drives: [{provider: s3, label: S, region: r, bucket: b, secret_key: a}] |"
            + " drives[0].access_key: is missing; secret_key is of no use without it",
        "drives: [{provider: s3, label: S, bucket: b, endpoint: 'minio:9000'}] | drives[0].endpoint:"
            + " must be an address such as https://backup.example.com, not \"minio:9000\"",
        "drives: [{provider: s3, label: S, bucket: b, endpoint: 'http://minio_1:9'}] |"
            + " drives[0].endpoint: names a host with an underscore, which the AWS SDK does not take;"
            + " give the service another name, such as a network alias",
        "drives: [{provider: s3, label: S, region: r, bucket: b, prefix: a//b}] | drives[0].prefix:"
            + " must be names with / between them, such as backups/shop, not \"a//b\"",
        "drives: [{provider: s3, label: S, region: r, bucket: b, prefix: /../b}] | drives[0].prefix:"
            + " must be names with / between them, such as backups/shop, not \"/../b\"",
        "drives: [{provider: s3, label: S, region: r, bucket: b, force_path_style: maybe}] |"
            + " drives[0].force_path_style: must be true or false, not \"maybe\"",
        "drives: [{provider: s3, label: S, region: r, bucket: b, folder: f}] | drives[0].folder: is"
            + " not a known key",
        "drives: [{provider: locl, label: S, folder: s}] | drives[0].provider: must be one of local, s3,"
            + " google_drive, not \"locl\"; did you mean \"local\"?",
        "{http: {}, api_keys: [k]} | api_keys: is not a known key here; did you mean"
            + " \"http.api_keys\"?",
        "data_source: [] | data_source: is not a known key; did you mean \"data_sources\"?",
        "data_sources: [{provider: sqlite, label: A, db_path: a}] | drives: is missing; the dumps"
            + " of data_sources need a place to go",
      })
  void oneMistakeIsOneProblem(String text, String problem) {
    assertThat(config.problems(text)).containsExactly(problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "provider: postgres, label: A, db_name: d, user: u | .host: is missing",
        "provider: postgres, label: A, host: h, db_name: d, user: u, format: tar | .format: must be"
            + " one of plain, custom, not \"tar\"",
        "provider: mysql, label: A, host: h, db_name: d, user: u, format: plain | .format: is not a"
            + " known key",
        "provider: postgre, label: A, host: h, db_name: d, user: u | .provider: must be one of mysql, mariadb, postgres, sqlite,"
            + " not \"postgre\"; did you mean \"postgres\"?",
        "provider: sqlite, label: A | .db_path: is missing",
        "provider: sqlite, label: A, db_path: a, cron: '0 0 25 * * *' | .cron: must be a cron"
            + " expression: Value 25 not in range [0, 23], not \"0 0 25 * * *\"",
        "provider: sqlite, label: A, db_path: a, overdue_after: 3d | .overdue_after: needs a cron,"
            + " here or in http.backup_job, that is switched on",
        "provider: sqlite, label: A, db_path: a, cron: '@daily', overdue_after: 367d |"
            + " .overdue_after: must be from 1s to 366d, not \"367d\"",
        "provider: sqlite, label: A, db_path: a, timeout: 0s | .timeout: must be from 1s to 30d,"
            + " not \"0s\"",
        "provider: sqlite, label: '  ', db_path: a | .label: is blank",
        "provider: sqlite, label: \"a\\nb\", db_path: a | .label: has a line break or another"
            + " control character in it",
        "provider: sqlite, label: A, db_path: a, dump_command: x | .dump_command: is not a known"
            + " key",
        "provider: sqlite, label: A, db_path: a, size_drop_alarm: 101 | .size_drop_alarm: must be"
            + " from 1 % to 100 %, or off, not \"101\"",
        "provider: sqlite, label: A, db_path: a, size_drop_alarm: half | .size_drop_alarm: must be"
            + " from 1 % to 100 %, or off, not \"half\"",
        "provider: sqlite, label: A, db_path: a, verify: true | .verify: must be one of none,"
            + " restore, not \"true\"",
        "provider: sqlite, label: A, db_path: a, verify_database: {host: h} | .verify_database: is"
            + " not a known key",
        "provider: mysql, label: A, host: h, db_name: d, user: u, verify_database: {hst: x} |"
            + " .verify_database.hst: is not a known key; did you mean \"host\"?",
        "provider: mysql, label: A, host: h, db_name: d, user: u, verify_database: {db_name: A-b} |"
            + " .verify_database.db_name: must be 1 to 40 lower case letters, digits and"
            + " underscores, a letter first, not \"A-b\"",
        "provider: mysql, label: A, host: /m.sock, db_name: d, user: u, tls: true | .tls: must be"
            + " false where host is the path of a socket, which is not encrypted",
        "provider: mysql, label: A, host: h, db_name: d, user: u, tls: true, verify: restore,"
            + " verify_database: {host: /m.sock, tls: skip-verify} | .verify_database.tls: must be"
            + " false where host is the path of a socket, which is not encrypted",
        "label: A, db_path: a | .provider: is missing",
      })
  void oneMistakeInADataSourceIsOneProblem(String source, String problem) {
    assertThat(
            config.problems(
                "data_sources: [{"
                    + source
                    + "}]\ndrives: [{provider: local, label: L, folder: f}]\n"))
        .containsExactly("data_sources[0]" + problem);
  }

  @Test
  void aLabelHasAtMostTwoHundredCharacters() {
    assertThat(drive("x".repeat(200))).isEmpty();
    assertThat(drive("x".repeat(201)))
        .containsExactly("drives[0].label: is longer than 200 characters");
  }

  private List<String> drive(String label) {
    return config.problems("drives: [{provider: local, folder: f, label: " + label + "}]");
  }

  @Test
  void keysOfOtherProvidersMayStandInDatabase() {
    assertThat(
            config
                .settings(
                    """
                    database: {provider: embedded, path: ./d, host: h, port: 1, db_name: d, user: u,
                               password: p, tls: false, pool_size: 10}
                    """)
                .database())
        .isEqualTo(new DatabaseSettings.Embedded(folder.resolve("d")));
  }

  @Test
  void theSqliteFileOfTheExistingToolGoesOnInUseBesideAnEmbeddedDatabase() {
    var file = folder.resolve("backupman.db");

    assertThat(config.settings("database: {provider: sqlite, db_path: ./backupman.db}").database())
        .isEqualTo(new DatabaseSettings.Embedded(file, file));
    assertThat(config.problems("database: {provider: sqlite}"))
        .containsExactly("database.db_path: is missing");
  }

  @Test
  void apiKeysMayBeDigests() {
    var digest = "sha256:" + "0aF".repeat(21) + "1";

    assertThat(config.settings("http: {api_keys: ['" + digest + "']}").http().keys())
        .extracting(key -> key.secret().value())
        .containsExactly(digest);
  }

  @Test
  void apiKeysMayHaveNames() {
    var http =
        config
            .settings(
                """
                http:
                  api_keys: [{name: ci, key: k1}, k2, {key: k3}]
                  admin_api_keys: [{key: k4, name: Örjan 💾}]
                  view_api_keys: k5
                """)
            .http();

    assertThat(http.keys())
        .extracting(ApiKey::name, ApiKey::role, key -> key.secret().value())
        .containsExactlyInAnyOrder(
            tuple("ci", Role.USER, "k1"),
            tuple("api_keys[1]", Role.USER, "k2"),
            tuple("api_keys[2]", Role.USER, "k3"),
            tuple("Örjan 💾", Role.ADMIN, "k4"),
            tuple("view_api_keys", Role.VIEW, "k5"));
  }

  @Test
  void keyNamesHave64CharactersAtMost() {
    var longest = "n".repeat(64);

    assertThat(config.settings(named(longest)).http().keys())
        .extracting(ApiKey::name)
        .containsExactly(longest);
    assertThat(config.problems(named(longest + "n")))
        .containsExactly("http.api_keys[0].name: is longer than 64 characters");
  }

  private static String named(String name) {
    return "http: {api_keys: [{key: k, name: " + name + "}]}";
  }

  /** As it always was: who may do that has the role that may do most. */
  @Test
  void aKeyWithoutANameMayStandTwice() {
    assertThat(config.settings("http: {api_keys: [k, k], admin_api_keys: [k]}").http().keys())
        .hasSize(3);
  }

  @Test
  void withoutKeysOnlyALoopbackAddressMayServe() {
    assertThat(config.settings("").http().refusal())
        .hasValueSatisfying(
            sentence ->
                assertThat(sentence)
                    .contains("http.api_keys")
                    .contains("0.0.0.0")
                    .contains("127.0.0.1"));
    assertThat(config.settings("http: {api_keys: [k]}").http().refusal()).isEmpty();
    assertThat(config.settings("http: {host: 127.0.0.1}").http().refusal()).isEmpty();
    assertThat(config.settings("http: {host: '::1'}").http().refusal()).isEmpty();
    assertThat(config.settings("http: {host: localhost}").http().refusal()).isEmpty();
    assertThat(config.settings("http: {host: 192.0.2.1}").http().refusal()).isPresent();
  }
}
