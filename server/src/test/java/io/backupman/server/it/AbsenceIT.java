package io.backupman.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.backupman.core.testing.MariaDbServer;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is away for a while, and comes back: the own database, or a server among several. */
class AbsenceIT {
  /** How long the database is away; a minute needs only more patience. */
  private static final Duration ABSENCE =
      Duration.ofSeconds(Long.getLong("backupman.it.absenceSeconds", 10));

  @TempDir private Path path;

  @Test
  void everythingGoesOnByItselfAfterTheDatabaseWasAway() {
    try (var own = MariaDbServer.start();
        var receiver = new Receiver()) {
      configured(own, receiver);
      try (var server = BackupmanProcess.serve(path)) {
        var waiting = server.backUp("Shop").get("ReportId").asText();
        awaitStatus(server, "/observe/health/ready", 200);

        own.stop();
        receiver.up();
        awaitStatus(server, "/observe/health/ready", 503);
        assertThat(server.answer("POST", "/api/backups").statusCode()).isEqualTo(503);
        await()
            .during(ABSENCE)
            .atMost(ABSENCE.plusMinutes(1))
            .until(
                () ->
                    status(server, "/observe/health/live") == 200
                        && status(server, "/observe/health/ready") == 503);
        own.resume();

        awaitStatus(server, "/observe/health/ready", 200);
        var after = server.backUp("Shop").get("ReportId").asText();
        await()
            .atMost(Duration.ofMinutes(1))
            .untilAsserted(
                () ->
                    assertThat(receiver.received())
                        .extracting(r -> r.headers().get("webhook-id"))
                        .containsExactlyInAnyOrder(waiting, after));
        await().until(() -> server.get("/api/reports?delivery=pending").get("Results").isEmpty());
      }
    }
  }

  @Test
  void theLateResultOfAServerThatStoodStillIsRefused() throws Exception {
    try (var own = MariaDbServer.start();
        var receiver = new Receiver().up()) {
      configured(own, receiver);
      receiver.hold();
      try (var stalled = BackupmanProcess.serve(path)) {
        var backup = stalled.backUp("Shop");
        var report = "/api/reports/" + backup.get("ReportId").asText();
        await().until(() -> receiver.holding() == 1);
        try (var other = BackupmanProcess.serve(path)) {
          stalled.freeze();
          receiver.letGoOn();
          await()
              .atMost(Duration.ofMinutes(2))
              .until(
                  () -> other.get(report).at("/Deliveries/0/Status").asText().equals("delivered"));
          var before = other.get(report);

          stalled.thaw();
          await()
              .atMost(Duration.ofMinutes(1))
              .until(() -> stalled.output().contains("another process"));

          assertThat(other.get(report)).isEqualTo(before);
          assertThat(before.at("/Deliveries/0/Attempts")).hasSize(1);
          assertThat(receiver.received())
              .hasSize(2)
              .allSatisfy(
                  r ->
                      assertThat(r.headers().get("webhook-id"))
                          .isEqualTo(backup.get("ReportId").asText()));
          // It works on as before.
          var next = stalled.backUp("Shop").get("ReportId").asText();
          await()
              .untilAsserted(
                  () ->
                      assertThat(receiver.received())
                          .extracting(r -> r.headers().get("webhook-id"))
                          .contains(next));
        }
      }
    }
  }

  private void configured(MariaDbServer own, Receiver receiver) {
    new Folder(path)
        .withSample("shop.db")
        .configured(
            """
            database:
              {provider: mariadb, host: %s, port: %d, db_name: %s, user: %s, password: "%s"}
            data_sources: [{provider: sqlite, label: Shop, db_path: shop.db}]
            drives: [{provider: local, label: Local, folder: ./storage}]
            notifiers:
              webhook: {enabled: true, endpoints: [{name: w, url: '%s', timeout: 100s}]}
            delivery: {retry_delays: [1s, 1s, 2s, 2s, 5s, 5s, 10s, 10s, 10s, 10s, 10s, 10s]}
            """
                .formatted(
                    own.host(),
                    own.port(),
                    own.createDatabase(),
                    own.user(),
                    own.password(),
                    receiver.url("/hook")));
  }

  private static int status(BackupmanProcess server, String path) {
    return server.answer("GET", path).statusCode();
  }

  private static void awaitStatus(BackupmanProcess server, String path, int status) {
    await().atMost(Duration.ofSeconds(30)).until(() -> status(server, path) == status);
  }
}
