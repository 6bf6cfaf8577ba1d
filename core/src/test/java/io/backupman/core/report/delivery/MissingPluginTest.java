package io.backupman.core.report.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.backupman.core.report.Delivery;
import io.backupman.core.report.DeliveryStatus;
import io.backupman.core.report.DeliveryTrigger;
import io.backupman.core.report.Route;
import io.backupman.core.testing.RecordingNotifier;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.NotificationException;
import io.backupman.notifier.spi.Subscription;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reports for a notifier whose plugin is missing, and what becomes of them once it is there. */
class MissingPluginTest {
  /** Of a label that nothing has. */
  private static final Subscription NOTHING = new Subscription(Set.of(), Set.of("nobody"));

  private static final Subscription ONLY_FAILED =
      new Subscription(Set.of(BackupStatus.FAILED), Set.of());

  private final RecordingNotifier chat = new RecordingNotifier("Ann", "Bob");
  private final RecordingNotifier mail = new RecordingNotifier("Carl", "Dora");
  private final RunningWorker worker =
      new RunningWorker(Duration.ofSeconds(5), Duration.ofHours(1));

  @BeforeEach
  void start() {
    worker.start();
  }

  @AfterEach
  void close() {
    worker.close();
  }

  @Test
  void letsDeliveriesOfAMissingPluginWaitWithoutAnAttemptAndSendsThemOnceItIsThere() {
    worker.use(RecordingNotifier.missing("chat"));
    var report = worker.report(BackupStatus.FINISHED);
    await()
        .untilAsserted(
            () ->
                assertThat(worker.deliveries(report))
                    .singleElement()
                    .satisfies(
                        d -> {
                          assertThat(d.destination()).isEqualTo(Delivery.EVERY_DESTINATION);
                          assertThat(d.lastError()).isEqualTo("No such plugin.");
                          assertThat(d.attemptCount()).isZero();
                        }));

    worker.later(Duration.ofDays(1));
    await()
        .untilAsserted(
            () ->
                assertThat(worker.deliveries(report))
                    .singleElement()
                    .satisfies(
                        d ->
                            assertThat(d.nextAttemptAt())
                                .isEqualTo(worker.clock.instant().plus(Duration.ofHours(1)))));

    worker.use(chat.named("chat"));
    worker.later(Duration.ofDays(365));

    await()
        .untilAsserted(
            () ->
                assertThat(chat.sent())
                    .extracting(RecordingNotifier.Sent::destination)
                    .containsExactlyInAnyOrder("Ann", "Bob"));
    worker.awaitAll(report, DeliveryStatus.DELIVERED);
  }

  @Test
  void keepsARecordOfWhatWaitedForAPluginThatDoesNotWantIt() {
    worker.use(RecordingNotifier.missing("chat"));
    var report = worker.report(BackupStatus.FINISHED);
    await().until(() -> worker.deliveries(report).getFirst().lastError() != null);

    worker.use(chat.named("chat", ONLY_FAILED));

    worker.asDaysGoBy(() -> worker.count(report, DeliveryStatus.PENDING) == 0);
    assertThat(worker.deliveries(report)).hasSize(1);
    assertThat(worker.deliveries(report).getFirst().status()).isEqualTo(DeliveryStatus.FAILED);
    assertThat(worker.deliveries(report).getFirst().lastError())
        .isEqualTo("No destination of the notifier \"chat\" wants this report.");
  }

  @Test
  void aFallbackWhosePluginIsMissingGetsTheReportOnceItIsThereWhateverItHasSubscribedTo() {
    worker.use(chat.named("chat").withFallback("mail"), RecordingNotifier.missing("mail", NOTHING));
    chat.fails(NotificationException.permanent("No such user."));
    var report = worker.report(BackupStatus.FINISHED);
    await()
        .until(() -> worker.deliveries(report).stream().anyMatch(d -> d.destination().equals("*")));

    worker.use(chat.named("chat"), mail.named("mail", NOTHING));

    worker.asDaysGoBy(() -> mail.sent().size() == 2);
  }

  @Test
  void aFallbackThatWaitedForItsPluginWhileTheClockWasPutBackIsNotLost() {
    worker.use(RecordingNotifier.missing("mail", NOTHING));
    var report = worker.report(BackupStatus.FINISHED);
    var earlier = report.createdAt().minusSeconds(3600);
    var toAll = List.of(Route.toEvery("mail"));
    worker
        .database
        .reports()
        .add(Delivery.due(report.id(), toAll, DeliveryTrigger.FALLBACK, earlier));

    worker.use(mail.named("mail", NOTHING));
    worker.wake();

    await().until(() -> mail.sent().size() == 2);
  }
}
