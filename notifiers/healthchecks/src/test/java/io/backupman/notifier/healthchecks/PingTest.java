package io.backupman.notifier.healthchecks;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
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
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Which signal an event is, and how it reaches a check. */
class PingTest {
  private static final String CHECK = "/5bf66975-d4c7-4bf5-bcc8-b8d8a82ea278";
  private static final String RUN = "b4c3f1a0-1b1e-4b0e-8b4a-0e1b0e1b0e1b";
  private static final Instant THEN = FixedContext.NOW.minusSeconds(50);

  @RegisterExtension private final ChannelServer server = new ChannelServer();

  @BeforeEach
  void takeEverything() {
    server.answers(ok("OK").withHeader("Ping-Body-Limit", "100000"));
  }

  @Test
  void aStartedRunIsAStart() throws Exception {
    send(started(THEN));

    assertThat(only().getUrl()).isEqualTo(CHECK + "/start?rid=" + RUN);
    assertThat(only().getBodyAsString()).startsWith("Shop: backup started");
  }

  @Test
  void aStartWhoseAnswerIsLostMayHaveArrived() {
    server.answers(aResponse().withFault(Fault.EMPTY_RESPONSE));

    try (var channel = channel(CHECK)) {
      assertThat(channel.failure(started(THEN)).outcome()).isEqualTo(Outcome.UNCERTAIN);
    }
  }

  @Test
  void aFinishedRunIsASuccessWithItsSummary() throws Exception {
    var receipt = send(ExampleEvents.finished());

    assertThat(only().getUrl()).isEqualTo(CHECK + "?rid=" + RUN);
    assertThat(only().getHeader("Content-Type")).isEqualTo("text/plain; charset=UTF-8");
    assertThat(only().getHeader("User-Agent")).isEqualTo("Backupman/1.2.3");
    assertThat(only().getBodyAsString())
        .startsWith("Mysql 1: backup finished\n\nDone in ")
        .contains("\nDrive My Google Drive: finished");
    assertThat(receipt).isEqualTo(Receipt.of(200, "OK"));
  }

  @Test
  void aFailedRunIsAFailureWithItsReason() throws Exception {
    send(ExampleEvents.failed("Access denied for user 'größe'."));

    assertThat(only().getUrl()).isEqualTo(CHECK + "/fail?rid=" + RUN);
    assertThat(only().getBodyAsString())
        .startsWith("Mysql 1: backup failed\n\nAccess denied for user 'größe'.\n");
  }

  @Test
  void anOverdueRunIsAFailureOfNoRun() throws Exception {
    send(ExampleEvents.overdue());

    assertThat(only().getUrl()).isEqualTo(CHECK + "/fail");
    assertThat(only().getBodyAsString())
        .startsWith("Mysql 1: backup overdue\n\nNo backup has finished since ");
  }

  @Test
  void aTestLeavesTheStateOfTheCheckAlone() throws Exception {
    send(ExampleEvents.test());

    assertThat(only().getUrl()).isEqualTo(CHECK + "/log");
    assertThat(only().getBodyAsString()).startsWith("Mysql 1: this is how a report looks");
  }

  @Test
  void whatIsAboutNoRunOnlyLeavesANote() throws Exception {
    send(ExampleEvents.unknown());

    assertThat(only().getUrl()).isEqualTo(CHECK + "/log");
    assertThat(only().getBodyAsString()).isEqualTo("moon_phase");
  }

  @Test
  void onlyRunsAndTheirAbsenceAreWanted() {
    try (var channel = channel(CHECK)) {
      assertThat(
              List.of(
                  Notification.BACKUP_STARTED,
                  Notification.BACKUP_REPORT,
                  Notification.BACKUP_OVERDUE,
                  Notification.NOTIFIER_FAILING,
                  Notification.NOTIFIER_RECOVERED,
                  "backup_verified"))
          .filteredOn(channel.notifier()::wants)
          .containsExactly(
              Notification.BACKUP_STARTED, Notification.BACKUP_REPORT, Notification.BACKUP_OVERDUE);
    }
  }

  @Test
  void aCheckMayBeNamedByPingKeyAndSlugOnAServerOfOnesOwn() throws Exception {
    try (var channel = channel("/ping/fqOOd6-F4MMNuCEnzTU01w/shop/?create=1")) {
      channel.send(ExampleEvents.failed());
    }

    assertThat(only().getUrl())
        .isEqualTo("/ping/fqOOd6-F4MMNuCEnzTU01w/shop/fail?create=1&rid=" + RUN);
  }

  @Test
  void aStartThatIsNoNewsIsSkipped() {
    try (var channel = channel(CHECK)) {
      var late = channel.failure(started(FixedContext.NOW.minusSeconds(61)));

      assertThat(late.outcome()).isEqualTo(Outcome.SKIPPED);
      assertThat(late).hasMessage("Not sent: the backup started more than a minute ago.");
    }
    assertThat(requests()).isEmpty();
  }

  @Test
  void aStartThatComesAfterItsEndIsSkipped() throws Exception {
    try (var channel = channel(CHECK)) {
      channel.send(ended(BackupStatus.FINISHED, THEN.plusSeconds(5)));
      assertThat(channel.failure(started(THEN)).outcome()).isEqualTo(Outcome.SKIPPED);
      channel.send(started(THEN.plusSeconds(6)));
    }

    assertThat(requests())
        .extracting(LoggedRequest::getUrl)
        .containsExactly(CHECK + "?rid=" + RUN, CHECK + "/start?rid=" + RUN);
  }

  @Test
  void aFailureThatASuccessHasOvertakenIsSkipped() throws Exception {
    try (var channel = channel(CHECK)) {
      channel.send(ended(BackupStatus.FINISHED, THEN.plusSeconds(5)));
      assertThat(channel.failure(ended(BackupStatus.FAILED, THEN)).outcome())
          .isEqualTo(Outcome.SKIPPED);
    }

    assertThat(requests()).extracting(LoggedRequest::getUrl).containsExactly(CHECK + "?rid=" + RUN);
  }

  @Test
  void neverMoreThanTheServerKeeps() throws Exception {
    var error = "ü".repeat(4_000);
    var copies =
        IntStream.range(0, 30)
            .mapToObj(
                i ->
                    DriveFile.builder(UUID.randomUUID(), UUID.randomUUID(), "s3", "Drive", THEN)
                        .status(BackupStatus.FAILED)
                        .error(i + error)
                        .build())
            .toList();
    send(
        about(
            Notification.BACKUP_REPORT,
            backup(BackupStatus.FAILED).driveFiles(copies).error(error).build(),
            THEN));

    assertThat(only().getBody()).hasSizeBetween(99_990, 100_000);
    assertThat(new String(only().getBody(), StandardCharsets.UTF_8))
        .startsWith("Shop: backup failed")
        .endsWith("ü…");
  }

  @Test
  void aHostileLabelStaysInTheText() throws Exception {
    var label = "a\r\nX-Evil: 1\r\n\r\n?create=1&rid=/start";
    for (var notification : ExampleEvents.labelled(label)) {
      send(notification);
    }

    assertThat(requests())
        .allSatisfy(
            request -> {
              assertThat(request.getUrl()).matches(CHECK + "(/fail)?\\?rid=[0-9a-f-]{36}");
              assertThat(request.getHeaders().keys()).doesNotContain("X-Evil");
              assertThat(request.getBodyAsString())
                  .startsWith("a X-Evil: 1 ?create=1&rid=/start: backup f");
            })
        .hasSize(2);
  }

  private static Notification started(Instant at) {
    return about(Notification.BACKUP_STARTED, backup(BackupStatus.PENDING).build(), at);
  }

  private static Notification ended(BackupStatus status, Instant at) {
    return about(Notification.BACKUP_REPORT, backup(status).build(), at);
  }

  private static BackupReport.Builder backup(BackupStatus status) {
    return BackupReport.builder(UUID.fromString(RUN), status, "Shop", THEN);
  }

  private static Notification about(String event, BackupReport backup, Instant at) {
    return Notification.builder(UUID.randomUUID(), UUID.randomUUID(), event, at)
        .backup(backup)
        .build();
  }

  private Receipt send(Notification notification) throws Exception {
    try (var channel = channel(CHECK)) {
      return channel.send(notification);
    }
  }

  @Test
  void timesAreThoseOfTheHostsZoneAndThereIsNoLinkWithoutAPage() throws Exception {
    var zone = OtherContext.in(ZoneId.of("Asia/Kolkata"));
    try (var channel = channel(CHECK, zone)) {
      channel.send(ExampleEvents.overdue());
    }

    assertThat(server.body())
        .contains(" IST")
        .doesNotContain(" UTC")
        .doesNotContain("localhost:8080");
  }

  private Channel channel(String path) {
    return channel(path, new FixedContext("channel"));
  }

  private Channel channel(String path, NotifierContext context) {
    return Channel.of(
        new HealthchecksNotifierProvider(),
        Map.of("destinations", List.of(Map.of("name", "Shop", "ping_url", server.url(path)))),
        context);
  }

  private List<LoggedRequest> requests() {
    return server.getAllServeEvents().reversed().stream().map(event -> event.getRequest()).toList();
  }

  private LoggedRequest only() {
    assertThat(requests()).hasSize(1);
    return requests().getFirst();
  }
}
