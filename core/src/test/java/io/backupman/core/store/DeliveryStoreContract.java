package io.backupman.core.store;

import static io.backupman.core.store.Samples.attempt;
import static io.backupman.core.store.Samples.finished;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.backupman.core.report.Attempt;
import io.backupman.core.report.Delivery;
import io.backupman.core.report.DeliveryStatus;
import io.backupman.core.report.Report;
import io.backupman.core.report.Route;
import io.backupman.core.report.delivery.DeliveryQueue.Claim;
import io.backupman.core.report.delivery.DeliveryQueue.Wait;
import io.backupman.core.report.delivery.DeliveryQueue.Waiting;
import io.backupman.core.store.engine.DatabaseSettings;
import io.backupman.notifier.spi.BackupStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every database does for the records of deliveries and their attempts. */
abstract class DeliveryStoreContract extends StoreContract {
  DeliveryStoreContract(DatabaseSettings settings) {
    super(settings);
  }

  @Test
  void whatWaitsForANotifierThatIsThereNowIsDueAtOnce() {
    var report = finished(database, "shop", NOW, "again", "there", "missing", "claimed");
    var retried = finished(database, "shop", NOW, "again", "there");
    for (var claim : claim(9)) {
      if (claim.delivery().reportId().equals(retried.id())) {
        assertThat(
                queue.record(
                    claim,
                    attempt(1, Attempt.Outcome.RETRY, ""),
                    DeliveryStatus.PENDING,
                    NOW.plusSeconds(3_600)))
            .isTrue();
      } else if (!claim.delivery().notifier().equals("claimed")) {
        assertThat(queue.postpone(claim, NOW.plusSeconds(3_600), "no plugin")).isTrue();
      }
    }

    var hastened = queue.hasten(List.of("again", "there", "claimed"), List.of("again"), NOW);

    assertThat(hastened).isEqualTo(3);
    assertThat(claim(9))
        .extracting(c -> c.delivery().reportId(), c -> c.delivery().notifier())
        .containsExactlyInAnyOrder(
            tuple(report.id(), "again"), tuple(report.id(), "there"), tuple(retried.id(), "again"));
    assertThat(queue.hasten(List.of(), List.of(), NOW)).isZero();
  }

  @Test
  void attemptsAreKeptInTheirOrderAndTheDeliveryTellsTheLast() {
    var report = finished(database, "shop", NOW, "mail");
    var next = NOW.plusSeconds(5).plusNanos(123_456_000);
    var refused = attempt(1, Attempt.Outcome.RETRY, "The server answered 503 🙁.");
    assertThat(queue.record(claim(1).getFirst(), refused, DeliveryStatus.PENDING, next)).isTrue();
    var waiting = reports.deliveries(report.id()).getFirst();
    assertThat(waiting.attemptCount()).isEqualTo(1);
    assertThat(waiting.nextAttemptAt()).isEqualTo(next);
    assertThat(waiting.lastError()).isEqualTo(refused.detail());
    var route = Route.of(waiting);
    assertThat(queue.waiting()).containsExactly(new Waiting(route, next));
    assertThat(claim(1)).isEmpty();

    var lost = attempt(2, Attempt.Outcome.UNCERTAIN, "x".repeat(2_000));
    var claim = claimAt(next, route);
    assertThat(queue.record(claim, lost, DeliveryStatus.PENDING, next)).isTrue();
    var last =
        new Attempt(
            3, next, java.time.Duration.ofMillis(7), Attempt.Outcome.DELIVERED, null, "", "n");
    var second = claimAt(next, route);
    assertThat(queue.record(second, last, DeliveryStatus.DELIVERED, null)).isTrue();
    assertThat(reports.attempts(waiting.id())).containsExactly(refused, lost, last);
    var done = reports.deliveries(report.id()).getFirst();
    assertThat(done.status()).isEqualTo(DeliveryStatus.DELIVERED);
    assertThat(done.deliveredAt()).isEqualTo(next.plusMillis(7));
    assertThat(done.nextAttemptAt()).isNull();
    assertThat(done.lastError()).isNull();
    assertThat(queue.waiting()).isEmpty();
  }

  @Test
  void theAttemptsOfAllDeliveriesOfAReportAreReadTogether() {
    var report = finished(database, "shop", NOW, "mail", "chat", "idle");
    var other = finished(database, "blog", NOW, "post");
    var first = attempt(1, Attempt.Outcome.RETRY, "first");
    var second = attempt(2, Attempt.Outcome.RETRY, "second");
    var deliveries = reports.deliveries(report.id());
    for (var claim : claim(10)) {
      if (!claim.delivery().notifier().equals("idle")) {
        assertThat(queue.record(claim, first, DeliveryStatus.PENDING, NOW)).isTrue();
      }
    }
    var again = claimAt(NOW, Route.of(deliveries.getFirst()));
    assertThat(queue.record(again, second, DeliveryStatus.PENDING, NOW)).isTrue();

    assertThat(reports.attemptsByDelivery(report.id()))
        .containsOnly(
            Map.entry(deliveries.get(0).id(), List.of(first, second)),
            Map.entry(deliveries.get(1).id(), List.of(first)));
    assertThat(reports.attemptsByDelivery(other.id()).values()).containsExactly(List.of(first));
  }

  @Test
  void anAttemptThatIsRecordedAgainBecauseTheAnswerWasLostIsThereOnce() {
    var report = finished(database, "shop", NOW, "mail");
    var claim = claim(1).getFirst();
    var next = NOW.plusSeconds(5);
    var refused = attempt(1, Attempt.Outcome.RETRY, "no");
    assertThat(queue.record(claim, refused, DeliveryStatus.PENDING, next)).isTrue();

    assertThat(queue.record(claim, refused, DeliveryStatus.PENDING, next.plusSeconds(5))).isFalse();

    var delivery = reports.deliveries(report.id()).getFirst();
    assertThat(delivery.nextAttemptAt()).isEqualTo(next);
    assertThat(reports.attempts(delivery.id())).containsExactly(refused);
  }

  @Test
  void newerReportsThatADestinationGotAreFoundOldestFirst() {
    var carl = new Route("mail", "Carl");
    var old = toldTo(ANN, "shop", "backup_report");
    var first = toldTo(ANN, "shop", "backup_report");
    toldTo(ANN, "blog", "backup_report");
    toldTo(ANN, "shop", "backup_started");
    toldTo(carl, "shop", "backup_report");
    var second = toldTo(ANN, "shop", "backup_report");
    deliver(claim(100).stream().filter(c -> !c.report().equals(old)).toList());
    var waiting = toldTo(ANN, "shop", "backup_report");

    var delivery = reports.deliveries(old.id()).getFirst();
    var claim = new Claim(delivery, old, 1, true);
    var events = Set.of("backup_report", "unknown");
    assertThat(queue.deliveredSince(claim, events, 9)).containsExactly(first, second);
    assertThat(queue.deliveredSince(claim, events, 1)).containsExactly(first);
    assertThat(queue.deliveredSince(claim, Set.of("unknown"), 9)).isEmpty();
    assertThat(queue.deliveredSince(claim, Set.of(), 9)).isEmpty();
    var again = new Claim(delivery, second, 1, true);
    assertThat(queue.deliveredSince(again, events, 9)).isEmpty();
    // An old one that is sent again does not become a newer one.
    reports.add(List.of(Samples.delivery(old.id(), ANN, NOW)));
    deliver(claim(100).stream().filter(c -> !c.report().equals(waiting)).toList());
    assertThat(queue.deliveredSince(again, events, 9)).isEmpty();
  }

  private Report toldTo(Route route, String label, String event) {
    var report = finished(database, label, BackupStatus.FINISHED, event, NOW);
    reports.add(List.of(Samples.delivery(report.id(), route, NOW)));
    return report;
  }

  private void deliver(List<Claim> claims) {
    assertThat(claims)
        .allSatisfy(
            claim ->
                assertThat(
                        queue.record(
                            claim,
                            attempt(1, Attempt.Outcome.DELIVERED, "ok"),
                            DeliveryStatus.DELIVERED,
                            null))
                    .isTrue());
  }

  @Test
  void whatHasEndedIsNotChangedAnyMore() {
    var report = finished(database, "shop", NOW, "mail");
    var claim = claim(1).getFirst();
    assertThat(queue.giveUp(claim, "The notifier is gone.")).isTrue();
    var failed = reports.deliveries(report.id()).getFirst();
    assertThat(failed.status()).isEqualTo(DeliveryStatus.FAILED);
    assertThat(failed.lastError()).isEqualTo("The notifier is gone.");
    assertThat(queue.postpone(claim, NOW, "no")).isFalse();
    var attempt = attempt(1, Attempt.Outcome.DELIVERED, "");
    assertThat(queue.record(claim, attempt, DeliveryStatus.DELIVERED, null)).isFalse();
    assertThat(reports.deliveries(report.id())).containsExactly(failed);
  }

  @Test
  void aWaitingDeliveryNeedsANextAttemptAndNoOtherHasOne() {
    finished(database, "shop", NOW, "mail");
    var claim = claim(1).getFirst();
    var attempt = attempt(1, Attempt.Outcome.RETRY, "");
    assertThatThrownBy(() -> queue.record(claim, attempt, DeliveryStatus.PENDING, null))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> queue.record(claim, attempt, DeliveryStatus.FAILED, NOW))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aPostponedDeliveryWaitsWithoutAnAttempt() {
    var report = finished(database, "shop", NOW, "mail");
    assertThat(queue.postpone(claim(1).getFirst(), NOW.plusSeconds(9), "No plugin.")).isTrue();
    var delivery = reports.deliveries(report.id()).getFirst();
    assertThat(delivery.nextAttemptAt()).isEqualTo(NOW.plusSeconds(9));
    assertThat(delivery.attemptCount()).isZero();
    assertThat(delivery.lastError()).isEqualTo("No plugin.");
    assertThat(reports.attempts(delivery.id())).isEmpty();
    assertThat(queue.waiting()).extracting(Waiting::dueAt).containsExactly(NOW.plusSeconds(9));
  }

  @Test
  void allThatIsDueOnARouteIsPostponedTogetherButForWhatSomebodyHolds() {
    var report = toldTo(ANN, "shop", "backup");
    var started = toldTo(ANN, "shop", "backup_started");
    var held = claimAt(NOW, ANN).delivery().id();
    reports.add(
        List.of(
            Samples.delivery(report.id(), ANN, NOW.minusSeconds(100)),
            Samples.delivery(report.id(), ANN, NOW.minusSeconds(10)),
            Samples.delivery(report.id(), ANN, NOW.plusSeconds(10)),
            Samples.delivery(report.id(), "mail", NOW)));

    var soon = new Wait(NOW.minusSeconds(50), NOW.plusSeconds(60));
    var late = new Wait(Instant.EPOCH, NOW.plusSeconds(600));
    assertThat(queue.postponeDue(ANN, NOW, List.of(soon, late), "No plugin.")).isEqualTo(2);

    assertThat(reports.deliveries(report.id()))
        .filteredOn(d -> !d.id().equals(held))
        .extracting(Delivery::nextAttemptAt, Delivery::lastError)
        .containsExactlyInAnyOrder(
            tuple(NOW.plusSeconds(600), "No plugin."),
            tuple(NOW.plusSeconds(60), "No plugin."),
            tuple(NOW.plusSeconds(10), null),
            tuple(NOW, null));
    assertThat(reports.deliveries(started.id()))
        .extracting(Delivery::nextAttemptAt)
        .containsExactly(NOW);
  }

  @Test
  void aDeliveryIsReplacedByOthersAtOnce() {
    var report = finished(database, "shop", NOW, "mail");
    var claim = claim(1).getFirst();
    var parts =
        List.of(
            Samples.delivery(report.id(), "mail", NOW), Samples.delivery(report.id(), "mail", NOW));
    assertThat(queue.replace(claim, parts, NOW)).isTrue();
    assertThat(reports.deliveries(report.id())).containsExactlyElementsOf(parts);
  }
}
