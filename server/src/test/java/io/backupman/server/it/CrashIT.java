package io.backupman.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.backupman.core.testing.MariaDbServer;
import io.backupman.server.it.Receiver.Received;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrashIT {
  private static final int SOURCES = 10;
  private static final int ENDPOINTS = 10;

  @TempDir private Path path;

  private static String embedded() {
    return "database: {provider: embedded, path: ./data/backupman}\n";
  }

  private static String mariaDb() {
    var server = MariaDbServer.shared();
    return """
        database:
          provider: mariadb
          host: %s
          port: %d
          db_name: %s
          user: %s
          password: "%s"
        """
        .formatted(
            server.host(),
            server.port(),
            server.createDatabase(),
            server.user(),
            server.password());
  }

  @Test
  void aHundredWaitingDeliveriesSurviveAKillOnTheEmbeddedDatabase() {
    aHundredWaitingDeliveriesSurviveAKill(embedded());
  }

  @Test
  void aHundredWaitingDeliveriesSurviveAKillOnMariaDb() {
    aHundredWaitingDeliveriesSurviveAKill(mariaDb());
  }

  private void aHundredWaitingDeliveriesSurviveAKill(String database) {
    var folder = new Folder(path).withSample("shop.db");
    try (var receiver = new Receiver()) {
      folder.configured(database + manySources() + manyEndpoints(receiver));
      Set<String> expected;
      try (var server = BackupmanProcess.serve(path)) {
        server.post("/api/backups", "user-key", "");
        await()
            .atMost(Duration.ofMinutes(2))
            .until(() -> deliveriesWithAnAttempt(server) == SOURCES * ENDPOINTS);
        expected = expectedMessages(server);
        server.kill();
      }
      receiver.up();
      try (var server = BackupmanProcess.serve(path)) {
        await()
            .atMost(Duration.ofMinutes(2))
            .untilAsserted(
                () ->
                    assertThat(messages(receiver)).containsAll(expected).hasSize(expected.size()));
        await()
            .untilAsserted(
                () -> assertThat(results(server, "/api/reports?delivery=pending").size()).isZero());
        assertThat(receiver.received()).hasSize(SOURCES * ENDPOINTS);
        var history =
            server.get("/api/reports/" + results(server, "/api/reports").get(0).get("Id").asText());
        assertThat(history.at("/Deliveries/0/Attempts").size()).isGreaterThan(1);
        assertThat(history.at("/Deliveries/0/Attempts/0/Outcome").asText()).isEqualTo("retry");
        assertThat(history.at("/Deliveries/0/Attempts/0/Detail").asText()).isNotBlank();
      }
    }
  }

  private static String manySources() {
    return IntStream.range(0, SOURCES)
        .mapToObj("  - {provider: sqlite, label: Shop %d, db_path: shop.db}%n"::formatted)
        .collect(
            Collectors.joining(
                "",
                "data_sources:\n",
                "drives: [{provider: local, label: Local, folder: ./storage}]\n"));
  }

  private static String manyEndpoints(Receiver receiver) {
    return IntStream.range(0, ENDPOINTS)
        .mapToObj(i -> "      - {name: e%d, url: '%s'}%n".formatted(i, receiver.url("/e" + i)))
        .collect(
            Collectors.joining(
                "",
                "notifiers:\n  webhook:\n    enabled: true\n    endpoints:\n",
                "delivery: {retry_delays: [1s, 1s, 2s, 2s, 5s, 5s, 10s, 10s, 10s, 10s, 10s]}\n"));
  }

  private static long deliveriesWithAnAttempt(BackupmanProcess server) {
    var count = 0L;
    for (var report : results(server, "/api/reports")) {
      for (var delivery : report.get("Deliveries")) {
        count += delivery.get("AttemptCount").asInt() > 0 ? 1 : 0;
      }
    }
    return count;
  }

  private static JsonNode results(BackupmanProcess server, String route) {
    return server.get(route).get("Results");
  }

  private static Set<String> expectedMessages(BackupmanProcess server) {
    var expected = new HashSet<String>();
    for (var report : results(server, "/api/reports")) {
      for (var delivery : report.get("Deliveries")) {
        expected.add(report.get("Id").asText() + " /" + delivery.get("Destination").asText());
      }
    }
    return expected;
  }

  private static Set<String> messages(Receiver receiver) {
    return receiver.received().stream().map(CrashIT::message).collect(Collectors.toSet());
  }

  private static String message(Received received) {
    return received.headers().get("webhook-id") + " " + received.path();
  }

  @Test
  void aBackupWhoseProcessWasKilledEndsAsInterruptedOnTheEmbeddedDatabase() {
    aBackupWhoseProcessWasKilledEndsAsInterrupted(embedded());
  }

  @Test
  void aBackupWhoseProcessWasKilledEndsAsInterruptedOnMariaDb() {
    aBackupWhoseProcessWasKilledEndsAsInterrupted(mariaDb());
  }

  private void aBackupWhoseProcessWasKilledEndsAsInterrupted(String database) {
    try (var receiver = new Receiver().up()) {
      hangingDump(database, receiver);
      String id;
      try (var server = BackupmanProcess.serve(path)) {
        id = startHangingBackup(server);
        server.kill();
      }
      try (var server = BackupmanProcess.serve(path)) {
        var ended = server.awaitEnd(id);
        assertThat(ended.get("Status").asText()).isEqualTo("failed");
        assertThat(ended.get("Error").asText()).startsWith("interrupted: ");
        await().untilAsserted(() -> assertThat(receiver.received()).hasSize(1));
        assertThat(receiver.received().getFirst().body())
            .contains("\"Id\":\"" + id + "\"")
            .contains("\"Status\":\"failed\"");
        assertThat(new Folder(path).filesUnder("tmp")).isEmpty();
        assertThat(startHangingBackup(server)).isNotEqualTo(id);
      }
    }
  }

  @Test
  void whatAKilledServerLeftIsNotForAServerWithOtherRecordsInTheSameTmpFolder() throws Exception {
    try (var receiver = new Receiver().up()) {
      hangingDump(embedded(), receiver);
      var elsewhere = Files.createDirectory(path.resolve("elsewhere"));
      Files.copy(path.resolve("config.yml"), elsewhere.resolve("config.yml"));
      var tmp = new Folder(path);
      try (var server = BackupmanProcess.serve(path);
          var other = BackupmanProcess.serve(elsewhere)) {
        startHangingBackup(server, path);
        var own = tmp.filesUnder("tmp");
        startHangingBackup(other, elsewhere);
        assertThat(tmp.filesUnder("tmp")).hasSize(2 * own.size()).containsAll(own);

        server.kill();
        other.terminate();
        other.awaitExit(Duration.ofSeconds(35));

        assertThat(tmp.filesUnder("tmp")).containsExactlyInAnyOrderElementsOf(own).isNotEmpty();
      }
      try (var server = BackupmanProcess.serve(path)) {
        await().untilAsserted(() -> assertThat(tmp.filesUnder("tmp")).isEmpty());
        assertThat(results(server, "/api/reports")).isNotEmpty();
      }
    }
  }

  @Test
  void anotherServerOnTheSameDatabaseReportsTheBackupOfAKilledOne() {
    try (var receiver = new Receiver().up()) {
      hangingDump(mariaDb(), receiver);
      try (var first = BackupmanProcess.serve(path);
          var second = BackupmanProcess.serve(path)) {
        var id = startHangingBackup(first);
        assertThat(second.answer("POST", "/api/backups").statusCode()).isEqualTo(409);
        first.kill();

        assertThat(second.awaitEnd(id).get("Error").asText()).startsWith("interrupted: ");
        await().untilAsserted(() -> assertThat(receiver.received()).hasSize(1));
      }
    }
  }

  @Test
  void aTerminatedServerEndsItsBackupAndReportsItBeforeItStops() {
    try (var receiver = new Receiver().up()) {
      hangingDump(embedded(), receiver);
      try (var server = BackupmanProcess.serve(path)) {
        var id = startHangingBackup(server);
        var children = server.handle().descendants().toList();
        assertThat(children).isNotEmpty();

        server.terminate();
        assertThat(server.awaitExit(Duration.ofSeconds(35))).isEqualTo(143);

        assertThat(receiver.received()).hasSize(1);
        assertThat(receiver.received().getFirst().body())
            .contains("\"Id\":\"" + id + "\"")
            .contains("\"Status\":\"failed\"");
        assertThat(children).noneMatch(ProcessHandle::isAlive);
        assertThat(new Folder(path).filesUnder("tmp")).isEmpty();
        assertThat(new Folder(path).filesUnder("storage")).isEmpty();
        assertThat(server.output()).contains("Backupman has stopped.").doesNotContain("ERROR");
      }
      try (var server = BackupmanProcess.serve(path)) {
        var reports = results(server, "/api/reports");
        assertThat(reports).hasSize(1);
        assertThat(reports.get(0).at("/Deliveries/0/Status").asText()).isEqualTo("delivered");
      }
    }
  }

  private void hangingDump(String database, Receiver receiver) {
    var folder = new Folder(path);
    var program =
        folder.script(
            "hanging-dump",
            """
            #!/bin/sh
            case "$*" in *--version*) echo "mariadb-dump from 11.4.5-MariaDB"; exit 0;; esac
            echo "-- half of a dump"
            touch dumping
            exec sleep 600
            """);
    folder.configured(
        database
            + """
            data_sources:
              - {provider: mariadb, label: Shop, host: 127.0.0.1, db_name: shop, user: u, password: p, dump_command: %s, tmp_folder: %s}
            drives: [{provider: local, label: Local, folder: ./storage}]
            notifiers: {webhook: {enabled: true, endpoints: [{name: w, url: '%s'}]}}
            """
                .formatted(program, path.resolve("tmp"), receiver.url("/hook")));
  }

  private String startHangingBackup(BackupmanProcess server) {
    return startHangingBackup(server, path);
  }

  private static String startHangingBackup(BackupmanProcess server, Path folder) {
    var marker = folder.resolve("dumping");
    assertThat(marker.toFile().delete() || Files.notExists(marker)).isTrue();
    var id = server.post("/api/backups", "user-key", "").get("Results").get(0).get("Id").asText();
    await().until(() -> Files.exists(marker));
    return id;
  }
}
