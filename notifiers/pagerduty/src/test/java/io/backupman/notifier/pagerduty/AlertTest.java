package io.backupman.notifier.pagerduty;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.notifier.http.JsonObject;
import io.backupman.notifier.http.testing.Channel;
import io.backupman.notifier.http.testing.ChannelServer;
import io.backupman.notifier.http.testing.OtherContext;
import io.backupman.notifier.spi.BackupReport;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.DriveFile;
import io.backupman.notifier.spi.Notification;
import io.backupman.notifier.spi.NotificationException.Outcome;
import io.backupman.notifier.spi.NotifierContext;
import io.backupman.notifier.spi.Receipt;
import io.backupman.notifier.testkit.ExampleEvents;
import io.backupman.notifier.testkit.FixedContext;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Which events open and close which alerts. */
class AlertTest {
  private static final Instant NOON = Instant.parse("2025-07-02T12:00:00Z");
  private static final UUID ID = UUID.fromString("b4c3f1a0-1b1e-4b0e-8b4a-0e1b0e1b0e1b");

  @RegisterExtension private final ChannelServer server = new ChannelServer();

  @BeforeEach
  void takeEverything() {
    server.answers(
        aResponse()
            .withStatus(202)
            .withHeader("Content-Type", "application/json")
            .withBody("{\"status\":\"success\",\"message\":\"Event processed\"}"));
  }

  @Test
  void aFailedBackupTriggersTheAlertOfItsDataSource() throws Exception {
    var failed =
        report(
            BackupReport.builder(ID, BackupStatus.FAILED, "MySQL 1", NOON)
                .provider("mysql")
                .error("Access denied for user 'größe'.")
                .driveFiles(List.of(copy("Attic").error("The disk is full.").build()))
                .build());
    var receipt = send(failed);

    server.verify(
        postRequestedFor(urlEqualTo("/v2/enqueue"))
            .withRequestBody(
                equalToJson(
                    """
                    {
                      "routing_key": "e93facc04764012d7bfb002500d5d1a6",
                      "event_action": "trigger",
                      "dedup_key": "backupman/db-host/source/MySQL 1",
                      "client": "Backupman",
                      "client_url": "http://localhost:8080",
                      "payload": {
                        "summary": "MySQL 1: backup failed. Access denied for user 'größe'.",
                        "source": "db-host",
                        "severity": "critical",
                        "timestamp": "2025-07-02T12:00:00Z",
                        "class": "backup_report",
                        "component": "mysql",
                        "custom_details": {
                          "Reported by": "Backupman",
                          "Reason": "Access denied for user 'größe'.",
                          "Data source": "MySQL 1 (mysql)",
                          "Started": "${json-unit.any-string}",
                          "Backup": "b4c3f1a0-1b1e-4b0e-8b4a-0e1b0e1b0e1b",
                          "Retry with": "backupman retry b4c3f1a0-1b1e-4b0e-8b4a-0e1b0e1b0e1b",
                          "Drive Attic": "failed: The disk is full."
                        }
                      }
                    }
                    """)));
    assertThat(receipt.statusCode()).hasValue(202);
  }

  @Test
  void aFinishedBackupResolvesIt() throws Exception {
    send(report(backup(BackupStatus.FINISHED, "MySQL 1")));

    server.verify(
        postRequestedFor(urlEqualTo("/v2/enqueue"))
            .withRequestBody(
                equalToJson(
                    """
                    {
                      "routing_key": "e93facc04764012d7bfb002500d5d1a6",
                      "event_action": "resolve",
                      "dedup_key": "backupman/db-host/source/MySQL 1"
                    }
                    """)));
  }

  @Test
  void anOverdueBackupTriggersTheAlertThatTheNextFinishedOneResolves() throws Exception {
    send(ExampleEvents.overdue());
    send(report(backup(BackupStatus.FINISHED, "Mysql 1")));

    assertThat(sent()).extracting(AlertTest::action).containsExactly("trigger", "resolve");
    assertThat(sent()).extracting(AlertTest::key).containsOnly("backupman/db-host/source/Mysql 1");
    assertThat(sent().getFirst().object("payload").orElseThrow().text("summary").orElseThrow())
        .startsWith("Mysql 1: backup overdue. No backup has finished since ");
  }

  @Test
  void anotherNotifiersOutageHasAnAlertOfItsOwn() throws Exception {
    send(ExampleEvents.notifierFailing());
    send(ExampleEvents.notifierRecovered());

    assertThat(sent()).extracting(AlertTest::action).containsExactly("trigger", "resolve");
    assertThat(sent())
        .extracting(AlertTest::key)
        .containsOnly("backupman/db-host/notifier/mail/John Doe");
  }

  @Test
  void aTestIsSeenAndOver() throws Exception {
    var test = ExampleEvents.test();
    send(test);

    assertThat(sent()).extracting(AlertTest::action).containsExactly("trigger", "resolve");
    assertThat(sent())
        .extracting(AlertTest::key)
        .containsOnly("backupman/db-host/report/" + test.reportId());
    assertThat(sent().getFirst().object("payload").orElseThrow().text("severity")).contains("info");
  }

  @Test
  void nobodyIsPagedForAnythingElse() {
    try (var channel = channel()) {
      assertThat(
              List.of(
                  Notification.BACKUP_REPORT,
                  Notification.BACKUP_STARTED,
                  Notification.BACKUP_OVERDUE,
                  Notification.NOTIFIER_FAILING,
                  Notification.NOTIFIER_RECOVERED,
                  "backup_verified"))
          .filteredOn(channel.notifier()::wants)
          .containsExactly(
              Notification.BACKUP_REPORT,
              Notification.BACKUP_OVERDUE,
              Notification.NOTIFIER_FAILING,
              Notification.NOTIFIER_RECOVERED);
    }
  }

  @Test
  void anOldFailureOpensNothingThatHasBeenResolved() throws Exception {
    try (var channel = channel()) {
      channel.send(at(NOON.plusSeconds(60), backup(BackupStatus.FINISHED, "MySQL 1")));
      var late = channel.failure(at(NOON, backup(BackupStatus.FAILED, "MySQL 1")));
      channel.send(at(NOON, backup(BackupStatus.FAILED, "MySQL 2")));

      assertThat(late.outcome()).isEqualTo(Outcome.SKIPPED);
    }

    assertThat(sent())
        .extracting(AlertTest::key)
        .containsExactly("backupman/db-host/source/MySQL 1", "backupman/db-host/source/MySQL 2");
  }

  @Test
  void aHostileLabelIsShownAndCannotTakeAnotherAlertsPlace() throws Exception {
    var label = "MySQL 1\r\n\",\"routing_key\":\"other\"";
    send(report(backup(BackupStatus.FAILED, label)));
    send(report(backup(BackupStatus.FAILED, "MySQL 1 \",\"routing_key\":\"other\"")));

    assertThat(sent())
        .extracting(event -> event.text("routing_key").orElseThrow())
        .containsOnly("e93facc04764012d7bfb002500d5d1a6");
    assertThat(sent())
        .extracting(event -> event.object("payload").orElseThrow().text("summary").orElseThrow())
        .allMatch(line -> line.startsWith("MySQL 1 \",\"routing_key\":\"other\": backup failed."));
    assertThat(sent()).extracting(AlertTest::key).doesNotHaveDuplicates();
    assertThat(key(sent().getFirst())).matches("backupman/[0-9a-f]{64}");
  }

  @Test
  void staysWithinPagerDutysLimits() throws Exception {
    var label = "ü".repeat(10_000);
    var copies =
        IntStream.range(0, 200)
            .mapToObj(i -> copy("Drive " + i).error(i + "\"ü".repeat(2_000)).build())
            .toList();
    var error = "reason ".repeat(2_000);
    send(
        report(
            BackupReport.builder(ID, BackupStatus.FAILED, label, NOON)
                .error(error)
                .driveFiles(copies)
                .build()));

    assertThat(server.getAllServeEvents().getFirst().getRequest().getBody())
        .hasSizeLessThan(512_000);
    assertThat(key(sent().getFirst())).hasSizeLessThanOrEqualTo(255);
    var payload = sent().getFirst().object("payload").orElseThrow();
    assertThat(payload.text("summary").orElseThrow())
        .hasSizeLessThanOrEqualTo(1_024)
        .contains("…. reason reason");
    assertThat(payload.object("custom_details").orElseThrow().text("More")).isPresent();
  }

  private static BackupReport backup(BackupStatus status, String label) {
    return BackupReport.builder(ID, status, label, NOON).build();
  }

  private static DriveFile.Builder copy(String drive) {
    return DriveFile.builder(ID, ID, "local", drive, NOON).status(BackupStatus.FAILED);
  }

  private static Notification report(BackupReport backup) {
    return at(NOON, backup);
  }

  private static Notification at(Instant createdAt, BackupReport backup) {
    return Notification.builder(
            UUID.randomUUID(), UUID.randomUUID(), Notification.BACKUP_REPORT, createdAt)
        .backup(backup)
        .build();
  }

  private Receipt send(Notification notification) throws Exception {
    try (var channel = channel()) {
      return channel.send(notification);
    }
  }

  @Test
  void timesAreThoseOfTheHostsZoneAndThereIsNoLinkWithoutAPage() throws Exception {
    var zone = OtherContext.in(ZoneId.of("Asia/Kolkata"));
    try (var channel = channel(zone)) {
      channel.send(ExampleEvents.overdue());
    }

    assertThat(server.body())
        .contains(" IST")
        .doesNotContain(" UTC")
        .doesNotContain("localhost:8080");
  }

  private Channel channel() {
    return channel(new FixedContext("channel"));
  }

  private Channel channel(NotifierContext context) {
    return Channel.of(
        new PagerDutyNotifierProvider(),
        Map.of(
            "api_url",
            server.baseUrl(),
            "destinations",
            List.of(
                Map.of(
                    "name",
                    "Databases",
                    "routing_key",
                    "e93facc04764012d7bfb002500d5d1a6",
                    "severity",
                    "critical"))),
        context);
  }

  private List<JsonObject> sent() {
    return server.getAllServeEvents().reversed().stream()
        .map(event -> JsonObject.parse(event.getRequest().getBodyAsString()).orElseThrow())
        .toList();
  }

  private static String action(JsonObject event) {
    return event.text("event_action").orElseThrow();
  }

  private static String key(JsonObject event) {
    return event.text("dedup_key").orElseThrow();
  }
}
