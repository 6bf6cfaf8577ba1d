package io.backupman.server.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.backupman.server.config.problem.ConfigException;
import io.backupman.server.config.problem.Problem;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a configuration says is taken, or refused in sentences that show no secret. */
@Timeout(60)
class ConfigFuzzTest {
  private static final String SECRET = "Zq8xW-k3y-77";

  /** Stands before what is tried. */
  private static final String BASE =
      """
      database: {provider: mariadb, password: %1$s}
      notifiers:
        webhook:
          enabled: true
          endpoints:
            - {name: One, url: "http://localhost:8080/", token: %1$s}
      """
          .formatted(SECRET);

  @TempDir private Path folder;

  static Stream<byte[]> examples() {
    return Stream.of(
            "",
            """
            data_sources:
              - {provider: mysql, label: A, host: h, db_name: d, user: u, cron: "0 0 2 * * *"}
              - {provider: sqlite, label: A, db_path: ./a.db, timeout: 6h, compresion: zstd}
            drives:
              - {provider: local, label: Local, folder: ~/storage}
              - {provider: s3, label: S3, bucket: b, region: r, access_key: a, secret_key: ${S}}
            """,
            "http: {port: 70000, app_url: 'x y', api_keys: [a, {name: b, key: 'sha256:0'}]}",
            "delivery: {retry_delays: [5s, PT5M, -1s, 1e9d], concurrency: 0}",
            "retention: {enabled: yes, by: age, value: 0, reports: 9999999999}",
            "\"a\\nb\\u0085\": 1\nnetwork: {proxy: \"http://u:p@h:1/\", no_proxy: '*'}",
            "log: &a {level: *a}\nx: !!java.net.URL [\"http://x\"]",
            "a: *\u0000",
            "  mail:\n    enabled: true\n    labels: [\"\\e\"]\n",
            ConfigFile.template())
        .map(text -> text.getBytes(UTF_8));
  }

  @MethodSource("examples")
  @FuzzTest
  void itIsTakenOrRefusedInSentences(byte[] written) {
    var text = new String(written, UTF_8);
    if (text.contains(SECRET.substring(0, 4))) {
      return; // Whoever calls something so shows it.
    }
    var fixture = new ConfigFixture(folder);
    fixture.env.put("S", SECRET);
    check(fixture, text);
    check(fixture, BASE + text);
  }

  private static void check(ConfigFixture fixture, String text) {
    try {
      var config = fixture.load(text);
      config.notices().forEach(notice -> assertIsSentence(notice, text));
      assertThat(config.toString()).doesNotContain(SECRET);
      config.notifiers().stream()
          .map(configured -> configured.notifier())
          .filter(notifier -> notifier != null)
          .forEach(notifier -> notifier.close());
    } catch (ConfigException e) {
      assertThat(e.problems()).isNotEmpty().allSatisfy(problem -> assertIsSentence(problem, text));
    }
  }

  private static void assertIsSentence(Problem problem, String text) {
    var line = problem.toString();
    assertThat(problem.sentence()).isNotBlank();
    assertThat(line).doesNotContain(SECRET);
    assertThat(Stream.of("Exception", "java.", "io.backupman", "snakeyaml"))
        .noneMatch(word -> line.contains(word) && !text.contains(word));
    assertThat(line.chars().filter(Character::isISOControl).boxed()).isEmpty();
  }
}
