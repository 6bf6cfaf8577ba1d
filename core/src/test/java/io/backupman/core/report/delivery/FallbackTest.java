package io.backupman.core.report.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.backupman.core.report.Addressing;
import io.backupman.core.report.Delivery;
import io.backupman.core.report.DeliveryStatus;
import io.backupman.core.report.DeliveryTrigger;
import io.backupman.core.report.Report;
import io.backupman.core.report.ReportFactory;
import io.backupman.core.report.Route;
import io.backupman.core.testing.RecordingNotifier;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.NotificationException;
import io.backupman.notifier.spi.Outage;
import io.backupman.notifier.spi.Subscription;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whom a report goes to that a notifier could not deliver. */
class FallbackTest {
  /** Of a label that nothing has. */
  private static final Subscription NOTHING = new Subscription(Set.of(), Set.of("nobody"));

  private final NotificationException refused = NotificationException.retryable("Refused.");

  private final RecordingNotifier chat = new RecordingNotifier("Ann", "Bob");
  private final RecordingNotifier mail = new RecordingNotifier("Carl", "Dora");
  private final RecordingNotifier log = new RecordingNotifier("log");
  private final RunningWorker worker =
      new RunningWorker(Duration.ofSeconds(5), Duration.ofHours(1));
  private final ReportFactory reports = new ReportFactory(worker::notifiers, worker.clock);

  @BeforeEach
  void start() {
    worker.start();
  }

  @AfterEach
  void close() {
    worker.close();
  }

  @Test
  void handsAReportOverToEachFallbackInTurn() {
    worker.use(
        chat.named("chat").withFallback("mail"),
        mail.named("mail", NOTHING).withFallback("log"),
        log.named("log", NOTHING));
    chat.fails(refused);
    mail.fails(NotificationException.permanent("No such user."));
    var report = worker.report(BackupStatus.FINISHED);
    await().until(() -> worker.attempts(report, "Ann", "Bob") == 2);
    worker.later(Duration.ofMinutes(1));
    await().until(() -> worker.attempts(report, "Ann", "Bob") == 4);
    assertThat(worker.deliveries(report)).hasSize(2);
    worker.later(Duration.ofHours(2));
    worker.settle();

    await().until(() -> !log.sent().isEmpty());
    await().until(() -> worker.count(report, DeliveryStatus.PENDING) == 0);
    assertThat(worker.deliveries(report))
        .extracting(d -> d.notifier() + " " + d.destination() + " " + d.status().word())
        .containsExactlyInAnyOrder(
            "chat Ann failed",
            "chat Bob failed",
            "mail Carl failed",
            "mail Dora failed",
            "log log delivered");
    assertThat(worker.deliveries(report))
        .allMatch(
            d ->
                d.trigger()
                    == (d.notifier().equals("chat")
                        ? DeliveryTrigger.AUTOMATIC
                        : DeliveryTrigger.FALLBACK));
    assertThat(log.sent()).hasSize(1);
  }

  @Test
  void neverTellsOfAnOutageThroughTheNotifierThatItIsAboutNotAsAFallbackEither() {
    worker.use(
        chat.named("chat"),
        mail.named("mail", NOTHING).withFallback("chat"),
        log.named("log", NOTHING));
    var outage = new Outage("chat", "Ann", worker.clock.instant(), null, "Refused.");
    var told = reports.failing(List.of(outage));
    assertThat(told.deliveries()).extracting(Delivery::notifier).doesNotContain("chat");

    assertThat(fallbackOf("mail", told.report())).isEmpty();
    worker.use(
        chat.named("chat").withFallback("log"),
        mail.named("mail").withFallback("chat"),
        log.named("log"));
    assertThat(fallbackOf("mail", told.report())).containsExactly(new Route("log", "log"));
  }

  @Test
  void aFallbackTellsADestinationNothingOfItsOwnOutage() {
    worker.use(log.named("log").withFallback("chat"), chat.named("chat"), mail.named("mail"));
    var both =
        List.of(
            new Outage("chat", "Ann", worker.clock.instant(), null, "Refused."),
            new Outage("mail", "Carl", worker.clock.instant(), null, "Refused."));
    var told = reports.failing(both);
    assertThat(told.deliveries())
        .extracting(d -> d.notifier() + " " + d.destination())
        .containsExactly("log log", "chat Bob", "mail Dora");

    assertThat(fallbackOf("log", told.report())).containsExactly(new Route("chat", "Bob"));
  }

  @Test
  void aTestHasNoFallback() {
    worker.use(chat.named("chat").withFallback("log"), log.named("log"));
    var report =
        new Report(
            UUID.randomUUID(), "test", null, "chat", "finished", "{}", worker.clock.instant());
    assertThat(fallbackOf("chat", report)).isEmpty();
  }

  private List<Route> fallbackOf(String notifier, Report report) {
    return new Addressing(worker.notifiers()).ofFallback(report, notifier);
  }
}
