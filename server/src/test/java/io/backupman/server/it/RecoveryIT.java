package io.backupman.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How people get at reports that did not arrive, and find out beforehand whether they would. */
class RecoveryIT {
  private static final String RESEND = "/api/admin/reports/resend";
  private static final String TEST = "/api/admin/notifiers/webhook/test";

  @TempDir private Path path;

  private void sample(Receiver receiver) {
    new Folder(path)
        .withSample("shop.db")
        .configured(
            Folder.SHOP
                + """
            notifiers:
              webhook:
                enabled: true
                endpoints:
                  - {name: ops, url: '%1$s', token: t0ken-canary}
                  - {name: audit, url: '%2$s'}
              mail: {enabled: false}
            delivery: {retry_delays: [1s]}
            """
                    .formatted(receiver.url("/ops"), receiver.url("/audit")));
  }

  @Test
  void whatFailedWhileTheReceiverWasDownIsSentAgainInBulkAndNothingTwice() {
    try (var receiver = new Receiver()) {
      sample(receiver);
      var begin = Instant.now().minusSeconds(1).toString();
      try (var server = BackupmanProcess.serve(path)) {
        var lost = server.backUp("Shop").get("ReportId").asText();
        awaitDeliveries(server, lost, "failed", 2);
        receiver.up();
        var arrived = server.backUp("Shop").get("ReportId").asText();
        awaitDeliveries(server, arrived, "delivered", 2);

        var since = "{\"Since\":\"" + begin + "\"";
        var dry = server.post(RESEND, "admin-key", since + ",\"DryRun\":true}");
        assertThat(counts(dry)).isEqualTo("1/2");
        assertThat(receiver.received()).hasSize(2);

        var ops = server.post(RESEND, "admin-key", since + ",\"Destination\":\"ops\"}");
        assertThat(counts(ops)).isEqualTo("1/1");
        awaitDeliveries(server, lost, "delivered", 1);
        var rest = server.post(RESEND, "admin-key", since + "}");
        assertThat(counts(rest)).isEqualTo("1/1");
        awaitDeliveries(server, lost, "delivered", 2);
        assertThat(counts(server.post(RESEND, "admin-key", since + "}"))).isEqualTo("0/0");

        assertThat(receiver.received().stream().filter(r -> hasId(r, lost)))
            .extracting(Receiver.Received::path)
            .containsExactlyInAnyOrder("/ops", "/audit");
        assertThat(receiver.received()).hasSize(4);
      }
    }
  }

  @Test
  void aTestTakesTheWayOfEveryReportFromTheApiAndFromTheCommandLine() {
    try (var receiver = new Receiver().up()) {
      sample(receiver);
      try (var server = BackupmanProcess.serve(path)) {
        var both = server.post(TEST, "admin-key", "").get("Results");
        assertThat(both.findValuesAsText("Destination")).containsExactly("ops", "audit");
        assertThat(both.findValuesAsText("Status")).containsOnly("delivered");
        assertThat(receiver.received())
            .hasSize(2)
            .allSatisfy(r -> assertThat(r.body()).startsWith("{\"Event\":\"test\",\"Payload\":{"));

        var beside =
            BackupmanProcess.run(path, "notifiers", "test", "webhook", "--destination", "audit");
        assertThat(beside.exitCode()).as(beside::output).isZero();
        assertThat(beside.output()).matches("ok {5}webhook / audit \\(\\d+ ms\\)\\R");
        assertThat(receiver.received()).hasSize(3);

        var history = server.get("/api/reports?event=test&delivery=delivered").get("Results");
        assertThat(history).hasSize(2);
        assertThat(history.findValuesAsText("Trigger")).containsOnly("test");
        assertThat(server.get("/api/reports?event=backup_report").get("Results")).isEmpty();
      }
    }
  }

  @Test
  void aTestThatFailsIsTriedOnceAndSaysWhyWithoutTheSecrets() {
    try (var receiver = new Receiver().up()) {
      sample(receiver);
      receiver.answerWith(503, "no t0ken-canary today");
      try (var server = BackupmanProcess.serve(path)) {
        var ops = server.post(TEST, "admin-key", "{\"Destinations\":[\"ops\"]}").get("Results");
        assertThat(ops).hasSize(1);
        assertThat(ops.get(0).get("Status").asText()).isEqualTo("failed");
        assertThat(ops.get(0).get("Detail").asText())
            .contains("503", "no *** today")
            .doesNotContain("canary");

        var id = server.get("/api/reports?event=test").at("/Results/0/Id").asText();
        var delivery = server.get("/api/reports/" + id).at("/Deliveries/0");
        assertThat(delivery.get("Status").asText()).isEqualTo("failed");
        assertThat(delivery.get("NextAttemptAt").isNull()).isTrue();
        assertThat(delivery.get("Attempts")).hasSize(1);
        var attempt = delivery.at("/Attempts/0");
        assertThat(attempt.get("StatusCode").asInt()).isEqualTo(503);
        assertThat(attempt.get("Outcome").asText()).isEqualTo("retry");
        assertThat(attempt.get("Node").asText()).isNotEmpty();
        assertThat(attempt.get("Detail").asText()).contains("***").doesNotContain("canary");
      }

      var alone = BackupmanProcess.run(path, "notifiers", "test", "webhook");
      assertThat(alone.exitCode()).as(alone::output).isEqualTo(1);
      assertThat(alone.output())
          .contains("failed webhook / ops", "failed webhook / audit")
          .doesNotContain("canary");
    }
  }

  @Test
  void aNameThatIsNotKnownIsAMistakeOfWhoAsks() {
    try (var receiver = new Receiver().up()) {
      sample(receiver);

      var notifier = BackupmanProcess.run(path, "notifiers", "test", "webhok");
      assertThat(notifier.exitCode()).isEqualTo(2);
      assertThat(notifier.output())
          .contains(
              "There is no notifier \"webhok\"; did you mean \"webhook\"? There are: webhook, mail.");
      var destination =
          BackupmanProcess.run(path, "notifiers", "test", "webhook", "--destination", "opps");
      assertThat(destination.exitCode()).isEqualTo(2);
      assertThat(destination.output())
          .contains(
              "There is no destination \"opps\"; did you mean \"ops\"? There are: ops, audit.");
      assertThat(receiver.received()).isEmpty();
    }
  }

  private static boolean hasId(Receiver.Received received, String reportId) {
    return reportId.equals(received.headers().get("webhook-id"));
  }

  private static String counts(JsonNode answer) {
    return answer.get("Reports").asInt() + "/" + answer.get("Deliveries").asInt();
  }

  private static void awaitDeliveries(
      BackupmanProcess server, String reportId, String status, int number) {
    await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(
            () ->
                assertThat(server.get("/api/reports/" + reportId).get("Deliveries"))
                    .filteredOn(d -> d.get("Status").asText().equals(status))
                    .hasSize(number));
  }
}
