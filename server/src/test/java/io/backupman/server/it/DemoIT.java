package io.backupman.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoIT {
  @TempDir private Path folder;

  @Test
  void showsAWholeBackupWhoseReportWentThroughAPluginAndKeepsTheHistory() throws IOException {
    var demo = folder.resolve("backupman-demo");
    try (var first = BackupmanProcess.start(folder, "demo", "--port", "0")) {
      first.port();
      assertThat(first.output()).contains("Sample shop: finished").contains(": delivered");
      assertThat(Files.readAllLines(demo.resolve("reports.jsonl"))).hasSize(1);
      first.terminate();
      first.awaitExit(Duration.ofSeconds(30));
    }

    try (var second = BackupmanProcess.start(folder, "demo", "--port", "0")) {
      second.port();
      var reports = get(second, "/api/reports");
      assertThat(reports).hasSize(2);
      var id = reports.get(1).get("Id").asText();
      var report = getOne(second, "/api/reports/" + id);
      assertThat(report.at("/Deliveries/0/Notifier").asText()).isEqualTo("audit-log");
      assertThat(report.at("/Deliveries/0/Status").asText()).isEqualTo("delivered");
      assertThat(report.at("/Payload/Status").asText()).isEqualTo("finished");
      assertThat(get(second, "/api/notifiers").get(0).get("Source").asText())
          .isEqualTo("backupman-notifier-file.jar");

      second.post("/api/admin/reports/" + id + "/resend", "demo-admin-key", "");

      await()
          .untilAsserted(
              () ->
                  assertThat(Files.readAllLines(demo.resolve("reports.jsonl")))
                      .hasSize(3)
                      .last()
                      .asString()
                      .contains(id));
    }
  }

  private static JsonNode get(BackupmanProcess server, String path) {
    return getOne(server, path).get("Results");
  }

  private static JsonNode getOne(BackupmanProcess server, String path) {
    return server.get(path, "demo-key");
  }
}
