package io.backupman.core.report.resend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.github.f4b6a3.uuid.UuidCreator;
import io.backupman.core.notifier.ConfiguredNotifier;
import io.backupman.core.notifier.HungSends;
import io.backupman.core.notifier.Notifiers;
import io.backupman.core.report.Addressing;
import io.backupman.core.report.Attempt;
import io.backupman.core.report.Delivery;
import io.backupman.core.report.DeliveryStatus;
import io.backupman.core.report.DeliveryTrigger;
import io.backupman.core.report.Report;
import io.backupman.core.report.ReportStore;
import io.backupman.core.report.ResendSelection;
import io.backupman.core.report.delivery.DeliveryQueue;
import io.backupman.core.report.delivery.DeliveryQueue.Claim;
import io.backupman.core.report.resend.BulkResender.Made;
import io.backupman.core.request.RequestProblem;
import io.backupman.core.store.Database;
import io.backupman.core.store.MigratedDatabase;
import io.backupman.core.testing.RecordingNotifier;
import io.backupman.core.testing.Records;
import io.backupman.core.testing.SettableClock;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.Destination;
import io.backupman.notifier.spi.Subscription;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BulkResendTest {
  private final Database database = MigratedDatabase.open();
  private final ReportStore reports = database.reports();
  private final DeliveryQueue queue = database.deliveryQueue();
  private final SettableClock clock = new SettableClock();
  private final Instant begin = clock.instant();
  private final AtomicInteger told = new AtomicInteger();
  private final ConfiguredNotifier chat = new RecordingNotifier("Ann", "Bob").named("chat");
  private final ConfiguredNotifier pager = new RecordingNotifier("Duty").named("pager");
  private final Notifiers both = new Notifiers(List.of(chat, pager), List.of());

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void sendsAgainWhereTheLatestDeliveryFailedAndNowhereElse() {
    var report = reported();
    end(report, "Ann", DeliveryStatus.FAILED);
    end(report, "Bob", DeliveryStatus.DELIVERED);

    assertThat(resend(both).resend(failed())).isEqualTo(new Made(1, 1));

    assertThat(added(report, 3))
        .extracting(Delivery::destination, Delivery::trigger, Delivery::status)
        .containsExactly(tuple("Ann", DeliveryTrigger.RESEND, DeliveryStatus.PENDING));
    assertThat(told).hasValue(1);
  }

  @Test
  void mayBeRepeatedBecauseWhatIsPendingIsLeftAlone() {
    var report = reported();
    end(report, "Ann", DeliveryStatus.FAILED);
    resend(both).resend(failed());

    assertThat(resend(both).resend(failed())).isEqualTo(new Made(0, 0));

    end(report, "Ann", DeliveryStatus.DELIVERED);
    assertThat(resend(both).resend(failed())).isEqualTo(new Made(0, 0));
    assertThat(reports.deliveries(report.id())).hasSize(4);
  }

  @Test
  void whatWasSkippedIsNotSentAgain() {
    var report = reported();
    var claims = claimed();
    assertThat(claims).isNotEmpty().allMatch(claim -> queue.skip(claim, "Not sent: too late."));

    assertThat(resend(both).resend(failed())).isEqualTo(new Made(0, 0));
    assertThat(reports.deliveries(report.id())).hasSameSizeAs(claims);
  }

  @Test
  void whatFailedAgainIsSentAgain() {
    var report = reported();
    end(report, "Ann", DeliveryStatus.FAILED);
    resend(both).resend(failed());
    end(report, "Ann", DeliveryStatus.FAILED);

    assertThat(resend(both).resend(failed())).isEqualTo(new Made(1, 1));
  }

  @Test
  void whatIsOnItsWayIsLeftAloneThoughALaterDeliveryFailed() {
    var report = reported();
    clock.advance(Duration.ofMillis(1));
    new Resend(reports, () -> both, clock, told::incrementAndGet)
        .resend(report.id(), List.of("pager"), List.of());
    var later = claimed().stream().filter(c -> isResend(c.delivery())).toList();
    assertThat(later).hasSize(1);
    end(later.getFirst(), DeliveryStatus.FAILED);

    assertThat(resend(both).count(failed())).isEqualTo(new Made(0, 0));
  }

  private static boolean isResend(Delivery delivery) {
    return delivery.trigger() == DeliveryTrigger.RESEND;
  }

  @Test
  void sendsWhatWasDeliveredIfAskedTo() {
    var report = reported();
    end(report, "Ann", DeliveryStatus.FAILED);
    end(report, "Duty", DeliveryStatus.DELIVERED);

    resend(both).resend(new ResendSelection(begin, null, DeliveryStatus.DELIVERED, null, null));

    assertThat(added(report, 3)).extracting(Delivery::destination).containsExactly("Duty");
  }

  @Test
  void aDryRunCountsAndWritesNothing() {
    var first = failedEverywhere();
    var second = failedEverywhere();

    assertThat(resend(both).count(failed())).isEqualTo(new Made(2, 6));

    assertThat(reports.deliveries(first.id())).hasSize(3);
    assertThat(reports.deliveries(second.id())).hasSize(3);
    assertThat(told).hasValue(0);
    assertThat(resend(both).resend(failed())).isEqualTo(new Made(2, 6));
  }

  @Test
  void onlyReportsOfTheTimeAreSent() {
    var early = failedEverywhere();
    clock.advance(Duration.ofMinutes(1));
    var since = clock.instant();
    var within = failedEverywhere();
    clock.advance(Duration.ofMinutes(1));
    var until = clock.instant();
    var late = failedEverywhere();

    resend(both).resend(new ResendSelection(since, until, DeliveryStatus.FAILED, null, null));

    assertThat(added(within, 3)).hasSize(3);
    assertThat(added(early, 3)).isEmpty();
    assertThat(added(late, 3)).isEmpty();
  }

  @Test
  void onlyTheNotifierAndTheDestinationThatAreAskedForGetIt() {
    var report = failedEverywhere();

    assertThat(resend(both).count(failed("chat", null))).isEqualTo(new Made(1, 2));
    assertThat(resend(both).count(failed(null, "Duty"))).isEqualTo(new Made(1, 1));
    assertThat(resend(both).resend(failed("chat", "Bob"))).isEqualTo(new Made(1, 1));
    assertThat(added(report, 3)).extracting(Delivery::destination).containsExactly("Bob");
  }

  @Test
  void whatIsNoLongerConfiguredOrSwitchedOnGetsNothing() {
    failedEverywhere();
    var annAlone = new RecordingNotifier("Ann").named("chat");
    var pagerOff =
        new ConfiguredNotifier("pager", "x", "", false, Subscription.ALL, null, List.of(), "");

    assertThat(resend(new Notifiers(List.of(annAlone, pagerOff), List.of())).count(failed()))
        .isEqualTo(new Made(1, 1));
  }

  @Test
  void whoNeverGotTheReportDoesNotGetItNow() {
    failedEverywhere();
    var withCarl = new RecordingNotifier("Ann", "Carl").named("chat");

    assertThat(resend(new Notifiers(List.of(withCarl), List.of())).count(failed()))
        .isEqualTo(new Made(1, 1));
  }

  @Test
  void testsAndStartsOfBackupsAreLeftOut() {
    for (var event : List.of("test", "backup_started", "notifier_failing")) {
      var id = UuidCreator.getTimeOrderedEpoch(clock.instant());
      var report = new Report(id, event, null, "Shop", "finished", "{}", clock.instant());
      reports.add(
          report,
          Delivery.due(
              id, new Addressing(both).ofAll(), DeliveryTrigger.AUTOMATIC, clock.instant()));
      endAll(DeliveryStatus.FAILED);
    }

    assertThat(resend(both).resend(failed())).isEqualTo(new Made(1, 3));
  }

  @Test
  void goesThroughMoreReportsThanABatchHolds() {
    for (var i = 0; i < 401; i++) {
      clock.advance(Duration.ofMillis(1));
      reported();
    }
    endAll(DeliveryStatus.FAILED);

    assertThat(resend(both).count(failed("pager", null))).isEqualTo(new Made(401, 401));
    assertThat(resend(both).resend(failed("pager", null))).isEqualTo(new Made(401, 401));
    assertThat(resend(both).resend(failed("pager", null))).isEqualTo(new Made(0, 0));
    assertThat(told).hasValue(3);
  }

  @Test
  void whatWasToGoToEveryDestinationOfAMissingPluginGoesToThoseThatWantIt() {
    var missing = unusable("chat");
    var report = reported(new Notifiers(List.of(missing), List.of()));
    end(report, Delivery.EVERY_DESTINATION, DeliveryStatus.FAILED);
    var onlyFailures =
        new Destination("Bob", new Subscription(Set.of(BackupStatus.FAILED), Set.of()));
    var there =
        new ConfiguredNotifier(
            "chat",
            "x",
            "x.jar",
            true,
            Subscription.ALL,
            new RecordingNotifier("Ann", "Bob"),
            List.of(Destination.of("Ann"), onlyFailures),
            "");

    var resend = resend(new Notifiers(List.of(there), List.of()));
    assertThat(resend.resend(failed())).isEqualTo(new Made(1, 1));
    assertThat(resend.resend(failed())).isEqualTo(new Made(0, 0));
    assertThat(added(report, 1)).extracting(Delivery::destination).containsExactly("Ann");
  }

  @Test
  void aPluginThatIsStillMissingGetsOneDeliveryForAllItsDestinations() {
    var missing = new Notifiers(List.of(unusable("chat")), List.of());
    var report = reported(missing);
    end(report, Delivery.EVERY_DESTINATION, DeliveryStatus.FAILED);

    assertThat(resend(missing).resend(failed())).isEqualTo(new Made(1, 1));
    assertThat(resend(missing).resend(failed())).isEqualTo(new Made(0, 0));
    assertThat(added(report, 1))
        .extracting(Delivery::destination)
        .containsExactly(Delivery.EVERY_DESTINATION);
  }

  @Test
  void oneThatIsSetAsideGetsWhatItWouldGetOtherwise() {
    var missing = new Notifiers(List.of(unusable("chat")), List.of());
    var report = reported(missing);
    end(report, Delivery.EVERY_DESTINATION, DeliveryStatus.FAILED);
    for (var i = 0; i < HungSends.TOO_MANY; i++) {
      chat.hung().add(new CompletableFuture<>());
    }

    resend(both).resend(failed());

    assertThat(added(report, 1)).extracting(Delivery::destination).containsExactly("Ann", "Bob");
  }

  @Test
  void saysWhatThereIsWhenANameIsNotKnown() {
    assertInvalid(
        failed("mail", null), "There is no switched-on notifier \"mail\". There are: chat, pager.");
    assertInvalid(failed("chat", "Duty"), "There is no destination \"Duty\". There are: Ann, Bob.");
    assertInvalid(
        new ResendSelection(begin, begin.minusMillis(1), DeliveryStatus.FAILED, null, null),
        "Until (" + begin.minusMillis(1) + ") is before Since (" + begin + ").");
  }

  private void assertInvalid(ResendSelection selection, String sentence) {
    assertThatThrownBy(() -> resend(both).count(selection))
        .isInstanceOfSatisfying(
            RequestProblem.class, p -> assertThat(p.kind()).isEqualTo(RequestProblem.Kind.INVALID))
        .hasMessage(sentence);
  }

  private BulkResend resend(Notifiers now) {
    clock.advance(Duration.ofMillis(1)); // what is made in one millisecond has no order
    return new BulkResend(reports, () -> now, clock, told::incrementAndGet);
  }

  private ResendSelection failed() {
    return failed(null, null);
  }

  private ResendSelection failed(@Nullable String notifier, @Nullable String destination) {
    return new ResendSelection(begin, null, DeliveryStatus.FAILED, notifier, destination);
  }

  private static ConfiguredNotifier unusable(String name) {
    return new ConfiguredNotifier(
        name, name, "", true, Subscription.ALL, null, List.of(), "no plugin");
  }

  private Report reported() {
    return reported(both);
  }

  private Report reported(Notifiers notifiers) {
    return Records.reported(
        database.backups(), notifiers, "Shop", BackupStatus.FINISHED, clock.instant());
  }

  private Report failedEverywhere() {
    clock.advance(Duration.ofMillis(1));
    var report = reported();
    endAll(DeliveryStatus.FAILED);
    return report;
  }

  private void endAll(DeliveryStatus status) {
    for (var claims = claimed(); !claims.isEmpty(); claims = claimed()) {
      claims.forEach(claim -> end(claim, status));
    }
  }

  /** Ends the pending delivery to a destination; the others are due again. */
  private void end(Report report, String destination, DeliveryStatus status) {
    for (var claim : claimed()) {
      if (claim.report().id().equals(report.id())
          && claim.delivery().destination().equals(destination)) {
        end(claim, status);
      } else {
        queue.postpone(claim, clock.instant(), "not yet");
      }
    }
  }

  private void end(Claim claim, DeliveryStatus status) {
    var outcome =
        status == DeliveryStatus.FAILED ? Attempt.Outcome.FAILED : Attempt.Outcome.DELIVERED;
    var attempt = new Attempt(1, clock.instant(), Duration.ZERO, outcome, null, "x", "node");
    assertThat(queue.record(claim, attempt, status, null)).isTrue();
  }

  private List<Claim> claimed() {
    var now = clock.instant();
    return Records.claim(queue, UUID.randomUUID(), now, now.plusSeconds(60), 100);
  }

  /** What was made after the first ones. */
  private List<Delivery> added(Report report, int first) {
    var all = new ArrayList<>(reports.deliveries(report.id()));
    return all.subList(first, all.size());
  }
}
