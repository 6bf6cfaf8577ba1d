package io.backupman.core.report.resend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.backupman.core.notifier.ConfiguredNotifier;
import io.backupman.core.notifier.HungSends;
import io.backupman.core.notifier.Notifiers;
import io.backupman.core.report.DeliveryStatus;
import io.backupman.core.report.DeliveryTrigger;
import io.backupman.core.report.ReportQuery;
import io.backupman.core.report.ReportStore;
import io.backupman.core.report.delivery.DeliveryQueue;
import io.backupman.core.report.delivery.RunningWorker;
import io.backupman.core.request.RequestProblem;
import io.backupman.core.testing.RecordingNotifier;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.NotificationException;
import io.backupman.notifier.spi.Receipt;
import io.backupman.notifier.spi.Subscription;
import io.backupman.notifier.spi.summary.Summary;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QueuedNotifierTesterTest {
  private final RecordingNotifier channel = new RecordingNotifier("Ann", "Bob");
  private final ConfiguredNotifier off =
      new ConfiguredNotifier("old", "x", "", false, Subscription.ALL, null, List.of(), "");
  private final ConfiguredNotifier missing =
      new ConfiguredNotifier(
          "ntfy", "ntfy", "", true, Subscription.ALL, null, List.of(), "No plugin provides ntfy.");
  private final RunningWorker worker =
      new RunningWorker(Duration.ofSeconds(5)).use(channel.named("chat"), missing, off);
  private final ReportStore reports = worker.database.reports();
  private final DeliveryQueue queue = worker.database.deliveryQueue();
  private final QueuedNotifierTester tester = tester(worker.notifiers());

  private QueuedNotifierTester tester(Notifiers now) {
    return new QueuedNotifierTester(
        reports, () -> now, worker.clock, Duration.ofSeconds(30), worker::wake);
  }

  @AfterEach
  void close() {
    worker.close();
  }

  @Test
  void sendsAMadeUpReportToEveryDestinationAndSaysHowItWent() throws Exception {
    worker.start();

    var results = tester.test("chat", List.of());

    assertThat(results)
        .extracting(
            NotifierTester.Result::destination,
            NotifierTester.Result::delivered,
            NotifierTester.Result::detail)
        .containsExactly(tuple("Ann", true, "ok"), tuple("Bob", true, "ok"));
    assertThat(channel.sent())
        .hasSize(2)
        .allSatisfy(
            s -> {
              var notification = s.notification();
              assertThat(notification.event()).isEqualTo("test");
              var backup = Objects.requireNonNull(notification.backup());
              assertThat(backup.label()).isEqualTo("Test");
              assertThat(backup.status()).isEqualTo(BackupStatus.FINISHED);
              assertThat(backup.driveFiles()).hasSize(1);
              assertThat(Summary.of(notification, ZoneOffset.UTC).title()).contains("Test");
            });
  }

  @Test
  void countsInTheHistory() throws Exception {
    worker.start();
    channel.behave((n, d) -> Receipt.of(202, "I have s3cret ears."));

    tester.test("chat", List.of("Bob"));

    var query = new ReportQuery(9, null, "test", null, null, "chat", null, null, null, null);
    var found = reports.list(query).results();
    assertThat(found).hasSize(1);
    var report = found.getFirst().report();
    assertThat(report.backupId()).isNull();
    assertThat(report.label()).isEqualTo("Test");
    var delivery = found.getFirst().deliveries().getFirst();
    assertThat(delivery.trigger()).isEqualTo(DeliveryTrigger.TEST);
    assertThat(reports.attempts(delivery.id()))
        .singleElement()
        .satisfies(
            a -> {
              assertThat(a.statusCode()).isEqualTo(202);
              assertThat(a.detail()).isEqualTo("I have *** ears.");
              assertThat(a.node()).isEqualTo("node-1");
            });
  }

  @Test
  void triesOnceWhateverTheOutcome() throws Exception {
    worker.start();
    channel.behave(
        (n, d) -> {
          throw d.name().equals("Ann")
              ? NotificationException.retryable("s3cret is busy.")
              : NotificationException.uncertain("The line went dead.");
        });

    var results = tester.test("chat", List.of());

    assertThat(results)
        .extracting(
            NotifierTester.Result::destination,
            NotifierTester.Result::delivered,
            NotifierTester.Result::detail)
        .containsExactly(
            tuple("Ann", false, "*** is busy."), tuple("Bob", false, "The line went dead."));
    assertThat(queue.waiting()).isEmpty();
    var report = reports.list(ReportQuery.newest(1)).results().getFirst();
    assertThat(report.deliveries())
        .allSatisfy(
            d -> {
              assertThat(d.status()).isEqualTo(DeliveryStatus.FAILED);
              assertThat(d.attemptCount()).isEqualTo(1);
            });
  }

  @Test
  void asksNoSubscription() throws Exception {
    worker.start();
    var picky = new Subscription(Set.of(BackupStatus.FAILED), Set.of("Shop"));
    worker.use(channel.named("pager", picky));

    assertThat(tester(worker.notifiers()).test("pager", List.of("Ann")))
        .extracting(NotifierTester.Result::delivered)
        .containsExactly(true);
  }

  @Test
  void saysAtOnceThatThePluginIsMissing() throws Exception {
    worker.start();

    assertThat(tester.test("ntfy", List.of()))
        .containsExactly(
            new NotifierTester.Result("*", false, "No plugin provides ntfy.", Duration.ZERO));
    assertThat(tester.test("ntfy", List.of("phone")))
        .containsExactly(
            new NotifierTester.Result("phone", false, "No plugin provides ntfy.", Duration.ZERO));
    assertThat(queue.waiting()).isEmpty();
  }

  @Test
  void saysOfEachDestinationThatTheNotifierIsSetAside() throws Exception {
    var aside = channel.named("chat");
    for (var i = 0; i < HungSends.TOO_MANY; i++) {
      aside.hung().add(new CompletableFuture<>());
    }
    worker.use(aside);
    worker.start();

    assertThat(tester(worker.notifiers()).test("chat", List.of()))
        .containsExactly(
            new NotifierTester.Result("Ann", false, aside.detail(), Duration.ZERO),
            new NotifierTester.Result("Bob", false, aside.detail(), Duration.ZERO));
    assertThat(channel.sent()).isEmpty();
  }

  @Test
  void saysAtOnceThatWhoeverDeliversDoesNotKnowTheDestination() throws Exception {
    worker.start();
    worker.use(new RecordingNotifier("Bob").named("chat"));

    assertThat(tester.test("chat", List.of()))
        .extracting(NotifierTester.Result::destination, NotifierTester.Result::delivered)
        .containsExactly(tuple("Ann", false), tuple("Bob", true));

    worker.use();
    assertThat(tester.test("chat", List.of("Bob")).getFirst().detail())
        .isEqualTo("The notifier \"chat\" is not switched on in config.yml.");
  }

  @Test
  void doesNotWaitForEverForSomebodyToDeliver() throws Exception {
    var impatient =
        new QueuedNotifierTester(
            reports, worker::notifiers, worker.clock, Duration.ofMillis(1), worker::wake);

    var result = impatient.test("chat", List.of("Ann")).getFirst();

    assertThat(result.delivered()).isFalse();
    assertThat(result.detail()).startsWith("No attempt has ended within 0 s");
  }

  @Test
  void refusesWhatItCannotTry() {
    assertProblem(
        RequestProblem.Kind.NOT_FOUND,
        "There is no notifier \"chatt\"; did you mean \"chat\"? There are: chat, ntfy, old.",
        "chatt");
    assertProblem(
        RequestProblem.Kind.CONFLICT,
        "The notifier \"old\" is switched off; set notifiers.old.enabled.",
        "old");
    assertProblem(
        RequestProblem.Kind.INVALID,
        "There is no destination \"Carl\". There are: Ann, Bob.",
        "chat",
        "Carl");
    assertThat(reports.list(ReportQuery.newest(1)).results()).isEmpty();
  }

  private void assertProblem(
      RequestProblem.Kind kind, String sentence, String notifier, String... destinations) {
    assertThatThrownBy(() -> tester.test(notifier, List.of(destinations)))
        .isInstanceOfSatisfying(RequestProblem.class, p -> assertThat(p.kind()).isEqualTo(kind))
        .hasMessage(sentence);
  }
}
