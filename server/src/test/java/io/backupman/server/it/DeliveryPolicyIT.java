package io.backupman.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.backupman.core.testing.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whom else a report goes to, and who is told when a channel is dead. */
class DeliveryPolicyIT {
  private static final Path PLUGINS = Path.of("..", "plugins").toAbsolutePath().normalize();
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path path;

  @Test
  void aDeadWebhookIsToldOnceThroughAnotherChannelAndSoIsItsRecovery() {
    try (var receiver = new Receiver()) {
      var folder =
          configured(
              """
              notifiers:
                webhook: {enabled: true, endpoints: [{name: Ops, url: '%s', details: true}]}
                audit: {enabled: true, type: file, path: ./audit.log, statuses: [finished]}
              delivery: {retry_delays: [%s], alarm_after: 2s}
              """
                  .formatted(receiver.url("/hook"), "1s, ".repeat(89) + "1s"));
      try (var server = BackupmanProcess.serve(path)) {
        assertThat(server.backUp("Shop").get("Status").asText()).isEqualTo("failed");
        await().atMost(Duration.ofMinutes(1)).until(() -> events("notifier_failing").size() == 1);
        folder.withSample("shop.db");
        assertThat(server.backUp("Shop").get("Status").asText()).isEqualTo("finished");
        var outage = events("notifier_failing").getFirst().get("Payload");
        assertThat(outage.get("Notifier").asText()).isEqualTo("webhook");
        assertThat(outage.get("Destination").asText()).isEqualTo("Ops");
        assertThat(outage.get("Reason").asText()).isNotBlank();

        receiver.up();

        await().atMost(Duration.ofMinutes(1)).until(() -> events("notifier_recovered").size() == 1);
        await().atMost(Duration.ofMinutes(1)).until(() -> receiver.received().size() == 2);
        assertThat(receiver.received()).allMatch(r -> r.body().contains("\"backup_report\""));
        assertThat(receiver.received())
            .filteredOn(r -> r.body().contains("\"Recovered\":true"))
            .hasSize(1);
        assertThat(events("notifier_failing")).hasSize(1);
        assertThat(events("backup_report"))
            .singleElement()
            .satisfies(r -> assertThat(r.get("Payload").get("Recovered").asBoolean()).isTrue());
        assertThat(server.get("/api/reports?event=notifier_failing").get("Results")).hasSize(1);
        assertThat(server.get("/api/reports?event=notifier_recovered").get("Results")).hasSize(1);
      }
    }
  }

  @Test
  void oneCauseIsToldOnceAndSoIsItsEnd() {
    try (var receiver = new Receiver()) {
      configured(
              "notifiers:\n"
                  + hooks(7, receiver)
                  + "  audit: {enabled: true, type: file, path: ./audit.log}\n"
                  + "delivery: {retry_delays: [%s], alarm_after: 3s}\n"
                      .formatted("1s, ".repeat(89) + "1s"))
          .withSample("shop.db");
      try (var server = BackupmanProcess.serve(path)) {
        server.backUp("Shop");
        await().atMost(Duration.ofMinutes(1)).until(() -> events("notifier_failing").size() == 1);

        receiver.up();

        await().atMost(Duration.ofMinutes(1)).until(() -> events("notifier_recovered").size() == 1);
        await().atMost(Duration.ofMinutes(1)).until(() -> receiver.received().size() == 7);
        assertThat(receiver.received()).allMatch(r -> r.body().contains("\"backup_report\""));
        assertThat(events("notifier_failing")).singleElement().satisfies(this::namesSeven);
        assertThat(events("notifier_recovered")).singleElement().satisfies(this::namesSeven);
      }
    }
  }

  private void namesSeven(JsonNode event) {
    assertThat(
            event.get("Payload").get("Outages").valueStream().map(o -> o.get("Notifier").asText()))
        .containsExactlyInAnyOrder("hook0", "hook1", "hook2", "hook3", "hook4", "hook5", "hook6");
  }

  @Test
  void nothingIsToldWhileNothingCanBeReached() {
    try (var receiver = new Receiver()) {
      configured(
              "notifiers:\n"
                  + hooks(8, receiver)
                  + "delivery: {retry_delays: [1s, 10s, 1h, 1h], alarm_after: 2s}\n")
          .withSample("shop.db");
      try (var server = BackupmanProcess.serve(path)) {
        server.backUp("Shop");
        await()
            .atMost(Duration.ofMinutes(1))
            .until(() -> server.output().contains("nobody who would be told is reached"));

        receiver.up();

        await().atMost(Duration.ofMinutes(1)).until(() -> receiver.received().size() == 8);
        assertThat(receiver.received()).allMatch(r -> r.body().contains("\"backup_report\""));
        assertThat(server.get("/api/reports?event=notifier_failing").get("Results")).isEmpty();
        assertThat(server.get("/api/reports?event=notifier_recovered").get("Results")).isEmpty();
      }
    }
  }

  private static String hooks(int count, Receiver receiver) {
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                "  hook%d: {enabled: true, type: webhook, endpoints: [{name: Ops, url: '%s'}]}%n"
                    .formatted(i, receiver.url("/hook" + i)))
        .collect(Collectors.joining());
  }

  @Test
  void whatMailCannotDeliverGoesToItsFallback() throws IOException {
    configured(
            """
            notifiers:
              mail:
                enabled: true
                smtp_host: 127.0.0.1
                smtp_port: %d
                destinations: [{name: Ann, email: ann@example.com}, {name: Bob, email: bob@example.com}]
                fallback: audit
              audit: {enabled: true, type: file, path: ./audit.log, statuses: [failed]}
            delivery: {retry_delays: [1s]}
            """
                .formatted(FreePort.find()))
        .withSample("shop.db");
    try (var server = BackupmanProcess.serve(path)) {
      var backup = server.backUp("Shop");
      assertThat(backup.get("Status").asText()).isEqualTo("finished");
      await().atMost(Duration.ofMinutes(1)).until(() -> events("backup_report").size() == 1);

      var reports = server.get("/api/reports?event=backup_report").get("Results");
      assertThat(reports).hasSize(1);
      await()
          .untilAsserted(
              () ->
                  assertThat(deliveries(server, backup.get("ReportId").asText()))
                      .containsExactlyInAnyOrder(
                          "mail Ann failed", "mail Bob failed", "audit file delivered"));
      assertThat(events("backup_report")).hasSize(1);
    }
  }

  private Folder configured(String policies) {
    return new Folder(path)
        .configured(
            """
            database: {provider: embedded, path: ./data/backupman}
            data_sources: [{provider: sqlite, label: Shop, db_path: ./shop.db}]
            drives: [{provider: local, label: Disk, folder: ./storage}]
            plugins: {folder: '%s'}
            """
                    .formatted(PLUGINS)
                + policies);
  }

  private static List<String> deliveries(BackupmanProcess server, String reportId) {
    return server
        .get("/api/reports/" + reportId)
        .get("Deliveries")
        .valueStream()
        .map(
            d ->
                d.get("Notifier").asText()
                    + " "
                    + d.get("Destination").asText()
                    + " "
                    + d.get("Status").asText())
        .toList();
  }

  /** The lines of an event that the file notifier has written. */
  private List<JsonNode> events(String event) {
    var log = path.resolve("audit.log");
    try {
      return Files.notExists(log)
          ? List.of()
          : wholeLines(Files.readString(log))
              .map(DeliveryPolicyIT::json)
              .filter(line -> line.get("Event").asText().equals(event))
              .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Without the one that is just being written. */
  private static Stream<String> wholeLines(String text) {
    return text.substring(0, text.lastIndexOf('\n') + 1).lines();
  }

  private static JsonNode json(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
