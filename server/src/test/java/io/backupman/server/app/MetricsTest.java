package io.backupman.server.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.backupman.core.backup.BackupTrigger;
import io.backupman.core.testing.MariaDbServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is measured in a Backupman that runs, and what the documentation says of it. */
class MetricsTest {
  private static final Path OPERATIONS = Path.of("..", "docs", "operations");
  private static final Pattern NAME = Pattern.compile("\\b(?:backupman|jvm|process)_[a-z_]+\\b");
  private static final Pattern TYPE = Pattern.compile("# TYPE (\\S+) (\\S+)");

  @TempDir Path folder;
  private HttpServer receiver;

  @BeforeEach
  void receive() throws IOException {
    receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.getRequestBody().readAllBytes();
            var status = exchange.getRequestURI().getPath().substring(1);
            exchange.sendResponseHeaders(Integer.parseInt(status), -1);
          }
        });
    receiver.start();
  }

  @AfterEach
  void stop() {
    receiver.stop(0);
  }

  @Test
  void whatBecomesOfBackupsAndReportsIsMeasuredAndTheDocumentationNamesAllOfIt() throws Exception {
    configure("{provider: memory}");
    try (var running = Running.start(folder)) {
      var metrics = served(running);
      assertThat(metrics.now())
          .contains("backupman_backups_total{source=\"Shop\",status=\"finished\"} 0.0\n")
          .contains("backupman_deliveries_total{destination=\"Fine\",notifier=\"webhook\"");
      backUp(running);

      await()
          .untilAsserted(
              () ->
                  assertThat(metrics.now())
                      .contains("backupman_backups_total{source=\"Shop\",status=\"finished\"} 1.0")
                      .contains("backupman_backups_total{source=\"Broken\",status=\"failed\"} 1.0")
                      .contains("backupman_backup_duration_seconds_count{source=\"Shop\"} 1")
                      .contains("backupman_backup_size_bytes_count{source=\"Shop\"} 1")
                      .contains("backupman_backup_duration_seconds_count{source=\"Broken\"} 0")
                      .contains("verifications_total{outcome=\"verified\",source=\"Shop\"} 1.0")
                      .contains("uploads_total{drive=\"Local\",status=\"finished\"} 1.0")
                      .contains("uploads_total{drive=\"Local\",status=\"failed\"} 0.0")
                      .containsPattern("uploaded_bytes_total\\{drive=\"Local\"} [1-9]")
                      .contains(of("deliveries_total", "Fine", "delivered", "2.0"))
                      .contains(of("deliveries_total", "Gone", "failed", "2.0"))
                      .contains(of("delivery_attempts_total", "Gone", "failed", "2.0"))
                      .contains(of("delivery_attempts_total", "Away", "retry", "2.0"))
                      .contains(of("deliveries_waiting", "Away", null, "2.0"))
                      .contains(of("deliveries_waiting", "Fine", null, "0.0"))
                      .contains(of("destination_failing", "Away", null, "1.0"))
                      .contains(of("destination_failing", "Fine", null, "0.0"))
                      .containsPattern("last_finished_timestamp_seconds\\{source=\"Shop\"} 1\\.")
                      .containsPattern("last_failed_timestamp_seconds\\{source=\"Broken\"} 1\\.")
                      .contains("backupman_backup_running{source=\"Shop\"} 0.0")
                      .contains("backupman_backup_overdue{source=\"Shop\"} 0.0")
                      .contains("backupman_database_up 1.0")
                      .contains("backupman_wrong_api_keys_total 0.0"));

      assertThat(metrics.withoutAKey()).isEqualTo(401);
      var types = types(metrics.now());
      var series = series(types);
      assertThat(named("metrics.md")).as("the page").containsAll(types.keySet());
      for (var page : List.of("metrics.md", "alerts.yml", "grafana-dashboard.json")) {
        assertThat(series).as(page).containsAll(named(page));
      }
    }
  }

  @Test
  void whileTheOwnDatabaseIsAwayWhatWasCountedIsToldAllTheSame() throws Exception {
    try (var server = MariaDbServer.start()) {
      configure(
          "{provider: mariadb, host: %s, port: %s, user: %s, password: '%s', db_name: %s}"
              .formatted(
                  server.host(),
                  server.port(),
                  server.user(),
                  server.password().replace("'", "''"),
                  server.createDatabase()));
      try (var running = Running.start(folder)) {
        var metrics = served(running);
        backUp(running);
        await().until(() -> metrics.now().contains("{source=\"Shop\",status=\"finished\"} 1.0"));
        assertThat(metrics.now()).contains("backupman_database_up 1.0");

        server.stop();
        try {
          await().until(() -> metrics.now().contains("backupman_database_up 0.0"));
          assertThat(metrics.now())
              .contains("{source=\"Shop\",status=\"finished\"} 1.0")
              .contains("backupman_database_connections{")
              .doesNotContain("backupman_backup_overdue{")
              .doesNotContain("backupman_deliveries_waiting{");
        } finally {
          server.resume();
        }
        await().until(() -> metrics.now().contains("backupman_database_up 1.0"));
      }
    }
  }

  /** One data source that works and one that does not; receivers that do, do not, never will. */
  private void configure(String database) {
    Running.write(
        folder.resolve("config.yml"),
        """
        database: %2$s
        data_sources:
          - {provider: sqlite, label: Shop, db_path: %1$s/shop.db, tmp_folder: %1$s/tmp, verify: restore}
          - {provider: sqlite, label: Broken, db_path: %1$s/no.db, tmp_folder: %1$s/tmp}
        drives: [{provider: local, label: Local, folder: %1$s/storage}]
        http:
          host: 127.0.0.1
          api_keys: [key]
          backup_job: {enabled: true, cron: "0 0 3 1 1 *"}
        notifiers:
          webhook:
            enabled: true
            endpoints:
              - {name: Fine, url: '%3$s/200'}
              - {name: Gone, url: '%3$s/410'}
              - {name: Away, url: '%3$s/503'}
        """
            .formatted(folder, database, "http://127.0.0.1:" + receiver.getAddress().getPort()));
  }

  private static Scrapes served(Running running) {
    return new Scrapes(running.application().serve(0, () -> {}));
  }

  private static void backUp(Running running) {
    var operations = running.application().ports().backups().operations();
    assertThat(operations.start(List.of(), BackupTrigger.MANUAL).backups()).hasSize(2);
  }

  private static String of(
      String name, String destination, @Nullable String outcome, String value) {
    var more = outcome == null ? "" : ",outcome=\"" + outcome + "\"";
    return "backupman_%s{destination=\"%s\",notifier=\"webhook\"%s} %s\n"
        .formatted(name, destination, more, value);
  }

  /** What is exported, with the types. */
  private static Map<String, String> types(String metrics) {
    return TYPE.matcher(metrics)
        .results()
        .collect(Collectors.toMap(type -> type.group(1), type -> type.group(2)));
  }

  /** The names that queries may have. */
  private static Set<String> series(Map<String, String> types) {
    return types.entrySet().stream()
        .flatMap(
            metric ->
                switch (metric.getValue()) {
                  case "histogram" -> parts(metric.getKey(), "", "_bucket", "_count", "_sum");
                  case "summary" -> parts(metric.getKey(), "", "_count", "_sum");
                  default -> Stream.of(metric.getKey());
                })
        .collect(Collectors.toSet());
  }

  private static Stream<String> parts(String name, String... endings) {
    return Stream.of(endings).map(ending -> name + ending);
  }

  private static Set<String> named(String file) throws IOException {
    return NAME.matcher(Files.readString(OPERATIONS.resolve(file)))
        .results()
        .map(found -> found.group())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** What somebody with a key is told. */
  private record Scrapes(int port) {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    String now() throws IOException, InterruptedException {
      return CLIENT
          .send(request().header("X-Api-Key", "key").build(), BodyHandlers.ofString())
          .body();
    }

    int withoutAKey() throws IOException, InterruptedException {
      return CLIENT.send(request().build(), BodyHandlers.discarding()).statusCode();
    }

    private HttpRequest.Builder request() {
      return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/observe/metrics"))
          .timeout(Duration.ofSeconds(20));
    }
  }
}
