package io.backupman.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.backupman.core.metrics.Situation;
import io.backupman.core.metrics.Situation.LastBackup;
import io.backupman.core.notifier.ConfiguredNotifier;
import io.backupman.core.notifier.Notifiers;
import io.backupman.core.report.Attempt;
import io.backupman.core.report.Delivery;
import io.backupman.core.report.DeliveryStatus;
import io.backupman.core.report.DeliveryTrigger;
import io.backupman.core.report.Route;
import io.backupman.notifier.spi.BackupReport;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.Destination;
import io.backupman.notifier.spi.DriveFile;
import io.backupman.notifier.spi.Subscription;
import io.backupman.notifier.spi.Verification;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetricsTest {
  private static final String PATH = "/observe/metrics";
  private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
  private static final String OPEN_METRICS =
      "application/openmetrics-text; version=1.0.0; charset=utf-8";

  /** What Prometheus 2.42 sends. */
  private static final String PROMETHEUS =
      "application/openmetrics-text;version=1.0.0,"
          + "application/openmetrics-text;version=0.0.1;q=0.75,"
          + "text/plain;version=0.0.4;q=0.5,*/*;q=0.1";

  private final RunningApi api = RunningApi.start();

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void theyNeedAKey() {
    var answer = api.send(api.request(PATH));

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.body()).contains("X-Api-Key").doesNotContain("backupman_");
    assertThat(api.send(api.request(PATH).header("X-Api-Key", "wrong")).statusCode())
        .isEqualTo(401);
    assertThat(api.send(api.request(PATH).header("Authorization", "Bearer user-key-0f3c")))
        .satisfies(with -> assertThat(with.statusCode()).isEqualTo(200));
  }

  @Test
  void theyNeedNoneIfTheConfigurationSaysSo() {
    try (var open = RunningApi.startWithPublicMetrics()) {
      assertThat(open.send(open.request(PATH)).statusCode()).isEqualTo(200);
      assertThat(open.send(open.request("/api/backups")).statusCode()).isEqualTo(401);
    }
  }

  @Test
  void theUsualFormatIsTheTextOfPrometheus() {
    var answer = api.get(PATH);

    assertThat(answer.headers().firstValue("Content-Type")).hasValue(TEXT);
    assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
    assertThat(answer.body())
        .contains("# TYPE backupman_backups_total counter\n")
        .endsWith("\n")
        .doesNotContain("# EOF");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "*/* | " + TEXT,
        "text/plain | " + TEXT,
        "text/html,*/*;q=0.8 | " + TEXT,
        "application/json | " + TEXT,
        "application/openmetrics-text;version=1.0.0 | " + OPEN_METRICS,
        PROMETHEUS + " | " + OPEN_METRICS,
      })
  void aClientGetsTheFormatThatItReads(String accept, String type) {
    var answer = api.send(api.requestWithKey(PATH).header("Accept", accept));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue(type);
    assertThat(answer.body().endsWith("# EOF\n")).isEqualTo(type.equals(OPEN_METRICS));
  }

  @Test
  void headAnswersWithoutABodyAndOtherMethodsAreRefused() {
    assertThat(api.send(api.requestWithKey(PATH).HEAD()).body()).isEmpty();
    assertThat(api.send(api.requestWithKey(PATH).POST(BodyPublishers.noBody())).statusCode())
        .isEqualTo(405);
  }

  @Test
  void whatHasNotHappenedYetIsZero() {
    api.notifiers = notifiers("mail", "Ann");

    assertThat(api.get(PATH).body())
        .contains("backupman_backups_total{source=\"Shop\",status=\"finished\"} 0.0\n")
        .contains("backupman_backups_total{source=\"Blog\",status=\"failed\"} 0.0\n")
        .contains("backupman_backup_duration_seconds_count{source=\"Blog\"} 0\n")
        .contains("backupman_restore_verifications_total{outcome=\"failed\",source=\"Shop\"} 0.0\n")
        .contains("backupman_drive_uploads_total{drive=\"Local Drive\",status=\"failed\"} 0.0\n")
        .contains(ofAnn("backupman_deliveries_total", "delivered", "0.0"))
        .contains(ofAnn("backupman_deliveries_total", "failed", "0.0"))
        .contains(ofAnn("backupman_delivery_attempts_total", "uncertain", "0.0"))
        .contains("backupman_deliveries_waiting{destination=\"Ann\",notifier=\"mail\"} 0.0\n")
        .contains("backupman_destination_failing{destination=\"Ann\",notifier=\"mail\"} 0.0\n")
        .contains("backupman_backup_overdue{source=\"Shop\"} 0.0\n")
        .contains("backupman_wrong_api_keys_total 0.0\n")
        .doesNotContain("backupman_backup_overdue{source=\"Blog\"}")
        .doesNotContain("timestamp_seconds{");
  }

  @Test
  void whatHappensIsCounted() {
    api.notifiers = notifiers("mail", "Ann");
    api.metrics.ended(backup("Shop", BackupStatus.FINISHED));
    api.metrics.ended(backup("Shop", BackupStatus.FAILED));
    api.metrics.copied(copy("Local Drive", BackupStatus.FINISHED));
    api.metrics.copied(copy("Local Drive", BackupStatus.FAILED));
    api.metrics.restored("Blog", Verification.failed("No."));
    api.metrics.attempted(delivery("mail", "Ann"), attempt(Attempt.Outcome.RETRY));
    api.metrics.ended(delivery("mail", "Ann"), DeliveryStatus.FAILED);
    api.send(api.request("/api/backups").header("X-Api-Key", "wrong"));
    api.send(api.request("/api/backups"));

    assertThat(api.get(PATH).body())
        .contains("backupman_backups_total{source=\"Shop\",status=\"finished\"} 1.0\n")
        .contains("backupman_backups_total{source=\"Shop\",status=\"failed\"} 1.0\n")
        .contains("backupman_backup_duration_seconds_bucket{source=\"Shop\",le=\"60.0\"} 0\n")
        .contains("backupman_backup_duration_seconds_bucket{source=\"Shop\",le=\"300.0\"} 1\n")
        .contains("backupman_backup_duration_seconds_sum{source=\"Shop\"} 90.0\n")
        .contains("backupman_backup_size_bytes_sum{source=\"Shop\"} 2.0E9\n")
        .contains("backupman_drive_uploads_total{drive=\"Local Drive\",status=\"finished\"} 1.0\n")
        .contains("backupman_drive_uploads_total{drive=\"Local Drive\",status=\"failed\"} 1.0\n")
        .contains("backupman_drive_uploaded_bytes_total{drive=\"Local Drive\"} 7.0\n")
        .contains("backupman_restore_verifications_total{outcome=\"failed\",source=\"Blog\"} 1.0\n")
        .contains(ofAnn("backupman_delivery_attempts_total", "retry", "1.0"))
        .contains(ofAnn("backupman_deliveries_total", "failed", "1.0"))
        .contains("backupman_wrong_api_keys_total 1.0\n");
  }

  @Test
  void onlyNamesThatAreConfiguredBecomeLabels() {
    api.notifiers = notifiers("mail", "Ann");
    api.metrics.ended(backup("Foreign", BackupStatus.FAILED));
    api.metrics.copied(copy("Foreign", BackupStatus.FINISHED));
    api.metrics.restored("Foreign", Verification.verified(1, 1));
    api.metrics.attempted(delivery("mail", "Foreign"), attempt(Attempt.Outcome.RETRY));
    api.metrics.ended(delivery("foreign", "Foreign"), DeliveryStatus.FAILED);
    api.records.waiting =
        List.of(
            FakeMetrics.waiting("foreign", "Foreign", 2),
            FakeMetrics.waiting("mail", "Foreign", 3),
            FakeMetrics.waiting("mail", "Ann", 4));
    var failing = Set.of(new Route("foreign", "Foreign"));
    api.records.situation =
        () -> new Situation(List.of(), Set.of("Foreign"), Set.of("Foreign"), failing);

    assertThat(api.get(PATH).body())
        .contains("backupman_deliveries_waiting{destination=\"Ann\",notifier=\"mail\"} 4.0\n")
        .contains(ofOthers("backupman_deliveries_waiting", "5.0"))
        .contains(ofOthers("backupman_destination_failing", "1.0"))
        .doesNotContainIgnoringCase("foreign");
  }

  @Test
  void aDestinationThatIsTakenOutOfTheConfigurationIsCountedNoMore() {
    api.notifiers = notifiers("mail", "Ann");
    api.metrics.ended(delivery("mail", "Ann"), DeliveryStatus.DELIVERED);
    assertThat(api.get(PATH).body())
        .contains(ofAnn("backupman_deliveries_total", "delivered", "1.0"));

    api.notifiers = notifiers("mail", "Bob");

    assertThat(api.get(PATH).body())
        .contains("backupman_deliveries_total{destination=\"Bob\"")
        .doesNotContain("\"Ann\"");
  }

  @Test
  void whatSomebodySendsToTestANotifierIsNotCounted() {
    api.notifiers = notifiers("mail", "Ann");
    var test =
        Delivery.due(
            Samples.DELIVERY, Samples.REPORT, "mail", "Ann", DeliveryTrigger.TEST, Samples.TEN);

    api.metrics.attempted(test, attempt(Attempt.Outcome.FAILED));
    api.metrics.ended(test, DeliveryStatus.FAILED);

    assertThat(api.get(PATH).body())
        .contains(ofAnn("backupman_delivery_attempts_total", "failed", "0.0"))
        .contains(ofAnn("backupman_deliveries_total", "failed", "0.0"));
  }

  @Test
  void whatTheRecordsKnowIsToldAsTheyKnowIt() {
    api.notifiers = notifiers("mail", "Ann");
    var at = Samples.TEN.plusMillis(250);
    api.records.situation =
        () ->
            new Situation(
                List.of(
                    new LastBackup("Shop", BackupStatus.FINISHED, at, Duration.ofSeconds(90), 7L),
                    new LastBackup("Blog", BackupStatus.FAILED, at, null, null)),
                Set.of("Blog"),
                Set.of("Shop"),
                Set.of(new Route("mail", "Ann")));
    api.records.waiting = List.of(FakeMetrics.waiting("mail", "Ann", 4));

    assertThat(api.get(PATH).body())
        .contains("backupman_database_up 1.0\n")
        .contains(
            "backupman_backup_last_finished_timestamp_seconds{source=\"Shop\"} 1.75145040025E9\n")
        .contains("backupman_backup_last_failed_timestamp_seconds{source=\"Blog\"}")
        .contains("backupman_backup_last_duration_seconds{source=\"Shop\"} 90.0\n")
        .contains("backupman_backup_last_size_bytes{source=\"Shop\"} 7.0\n")
        .contains("backupman_backup_running{source=\"Blog\"} 1.0\n")
        .contains("backupman_backup_running{source=\"Shop\"} 0.0\n")
        .contains("backupman_backup_overdue{source=\"Shop\"} 1.0\n")
        .contains("backupman_destination_failing{destination=\"Ann\",notifier=\"mail\"} 1.0\n")
        .contains(
            "backupman_delivery_oldest_waiting_timestamp_seconds"
                + "{destination=\"Ann\",notifier=\"mail\"} 1.7514504E9\n");
  }

  @Test
  void theProcessTellsOfItself() {
    assertThat(api.get(PATH).body())
        .contains("backupman_build_info{commit=\"abc123\",version=\"1.2.3\"} 1.0\n")
        .contains("backupman_database_connections{state=\"active\"} 3.0\n")
        .contains("backupman_database_connections{state=\"idle\"} 2.0\n")
        .contains("backupman_database_connections_max 10.0\n")
        .contains("backupman_database_connections_awaited 1.0\n")
        .containsPattern("backupman_drive_free_bytes\\{drive=\"Local Drive\"} [1-9]")
        .containsPattern("backupman_drive_size_bytes\\{drive=\"Local Drive\"} [1-9]")
        .containsPattern("jvm_memory_used_bytes\\{area=\"heap\"} [1-9]")
        .containsPattern("jvm_threads_current [1-9]")
        .contains("jvm_gc_collection_seconds_count{")
        .containsPattern("process_open_fds [1-9]")
        .containsPattern("process_start_time_seconds 1\\.");
  }

  @Test
  void whileTheDatabaseIsAwayAllElseIsTold() {
    api.metrics.ended(backup("Shop", BackupStatus.FINISHED));
    api.records.situation =
        () -> {
          throw new RunningApi.DatabaseAway("The database does not answer.");
        };

    var answer = api.get(PATH);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body())
        .contains("backupman_database_up 0.0\n")
        .contains("backupman_backups_total{source=\"Shop\",status=\"finished\"} 1.0\n")
        .doesNotContain("backupman_backup_overdue{")
        .doesNotContain("backupman_destination_failing{");
    api.records.situation = () -> FakeMetrics.QUIET;
    await().until(() -> api.get(PATH).body().contains("backupman_database_up 1.0\n"));
  }

  @Test
  void aDatabaseThatDoesNotAnswerIsWaitedForByAllScrapesTogether() throws Exception {
    var answers = new CountDownLatch(1);
    api.records.situation =
        () -> {
          awaitUninterruptibly(answers);
          return FakeMetrics.QUIET;
        };

    assertThat(api.get(PATH).body()).contains("backupman_database_up 0.0\n");
    var threads = threads();
    assertThat(api.get(PATH).body()).contains("backupman_database_up 0.0\n");
    assertThat(threads()).isEqualTo(threads);

    answers.countDown();
    await().until(() -> api.get(PATH).body().contains("backupman_database_up 1.0\n"));
  }

  @Test
  void whatFailedAfterLongIsLookedAtAgainSoon() {
    api.records.situation =
        () -> {
          LockSupport.parkNanos(Duration.ofMillis(1_500).toNanos());
          throw new RunningApi.DatabaseAway("The database does not answer.");
        };
    assertThat(api.get(PATH).body()).contains("backupman_database_up 0.0\n");

    api.records.situation = () -> FakeMetrics.QUIET;

    await()
        .atMost(Duration.ofSeconds(15))
        .until(() -> api.get(PATH).body().contains("backupman_database_up 1.0\n"));
  }

  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("metrics"))
        .count();
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String ofAnn(String name, String outcome, String value) {
    return "%s{destination=\"Ann\",notifier=\"mail\",outcome=\"%s\"} %s\n"
        .formatted(name, outcome, value);
  }

  private static String ofOthers(String name, String value) {
    return "%s{destination=\"(not configured)\",notifier=\"(not configured)\"} %s\n"
        .formatted(name, value);
  }

  private static Notifiers notifiers(String name, String destination) {
    return new Notifiers(
        List.of(
            new ConfiguredNotifier(
                name,
                name,
                ConfiguredNotifier.BUILT_IN,
                true,
                Subscription.ALL,
                null,
                List.of(Destination.of(destination)),
                "")),
        List.of());
  }

  private static BackupReport backup(String label, BackupStatus status) {
    return BackupReport.builder(Samples.BACKUP, status, label, Samples.TEN)
        .startedAt(Samples.TEN.plusSeconds(5))
        .finishedAt(Samples.TEN.plusSeconds(95))
        .sizeBytes(2_000_000_000L)
        .build();
  }

  private static DriveFile copy(String drive, BackupStatus status) {
    return DriveFile.builder(Samples.DRIVE_FILE, Samples.BACKUP, "local", drive, Samples.TEN)
        .status(status)
        .sizeBytes(7L)
        .build();
  }

  private static Delivery delivery(String notifier, String destination) {
    return Delivery.due(
        Samples.DELIVERY,
        Samples.REPORT,
        notifier,
        destination,
        DeliveryTrigger.AUTOMATIC,
        Samples.TEN);
  }

  private static Attempt attempt(Attempt.Outcome outcome) {
    return new Attempt(1, Samples.TEN, Duration.ofSeconds(1), outcome, null, "", "node");
  }
}
