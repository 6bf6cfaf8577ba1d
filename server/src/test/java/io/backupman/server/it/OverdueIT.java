package io.backupman.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is told of backups that do not finish. */
class OverdueIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LONGEST = Duration.ofMinutes(1);

  @TempDir private Path path;

  @Test
  void thatNoBackupFinishesIsToldOnceUntilOneDoes() {
    try (var receiver = new Receiver().up()) {
      var folder =
          new Folder(path)
              .configured(
                  """
                  database: {provider: embedded, path: ./data/backupman}
                  data_sources:
                    - {provider: sqlite, label: Shop, db_path: ./shop.db, cron: "* * * * * *", overdue_after: 2s}
                  drives: [{provider: local, label: Disk, folder: ./storage}]
                  notifiers:
                    webhook:
                      enabled: true
                      endpoints: [{name: Ops, url: '%s', labels: [Shop], statuses: [finished]}]
                  """
                      .formatted(receiver.url("/hook")));
      try (var server = BackupmanProcess.serve(path)) {
        await().atMost(LONGEST).until(() -> overdue(receiver).size() == 1);
        var failed = number(server, "backup_report", "failed");
        await().atMost(LONGEST).until(() -> number(server, "backup_report", "failed") > failed + 3);
        server.kill();
      }
      var first = overdue(receiver).getFirst();
      assertThat(first.get("Label").asText()).isEqualTo("Shop");
      assertThat(first.get("LastFinishedAt").isNull()).isTrue();
      assertThat(time(first, "DueAt")).isEqualTo(time(first, "Since").plusSeconds(2));
      try (var server = BackupmanProcess.serve(path)) {
        await().atMost(LONGEST).until(() -> number(server, "backup_report", "failed") > 5);
        assertThat(number(server, "backup_overdue", "failed")).isEqualTo(1);

        folder.withSample("shop.db");
        await().atMost(LONGEST).until(() -> number(server, "backup_report", "finished") > 0);
        await().atMost(LONGEST).until(() -> !finished(receiver).isEmpty());
      }
      assertThat(overdue(receiver)).hasSize(1);
    }
  }

  private static int number(BackupmanProcess server, String event, String status) {
    return server
        .get("/api/reports?limit=1000&event=" + event + "&status=" + status)
        .get("Results")
        .size();
  }

  private static List<JsonNode> overdue(Receiver receiver) {
    return payloads(receiver, "backup_overdue");
  }

  private static List<JsonNode> finished(Receiver receiver) {
    return payloads(receiver, "backup_report");
  }

  private static List<JsonNode> payloads(Receiver receiver, String event) {
    return receiver.received().stream()
        .map(received -> json(received.body()))
        .filter(body -> body.get("Event").asText().equals(event))
        .map(body -> body.get("Payload"))
        .toList();
  }

  private static Instant time(JsonNode payload, String member) {
    return Instant.parse(payload.get(member).asText());
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
