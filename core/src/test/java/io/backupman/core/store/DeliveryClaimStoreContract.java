package io.backupman.core.store;

import static io.backupman.core.store.Samples.attempt;
import static io.backupman.core.store.Samples.finished;
import static io.backupman.core.store.Samples.newId;
import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.core.report.Attempt;
import io.backupman.core.report.Delivery;
import io.backupman.core.report.DeliveryStatus;
import io.backupman.core.report.Route;
import io.backupman.core.report.delivery.DeliveryQueue.Claim;
import io.backupman.core.report.delivery.DeliveryQueue.Waiting;
import io.backupman.core.store.engine.DatabaseSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every database does for those who share the deliveries among them. */
abstract class DeliveryClaimStoreContract extends StoreContract {
  DeliveryClaimStoreContract(DatabaseSettings settings) {
    super(settings);
  }

  @Test
  void whatIsDueIsClaimedOldestFirstAndNobodyElseGetsIt() {
    var report = finished(database, "shop", NOW);
    var latest = Samples.delivery(report.id(), ANN, NOW);
    var late = Samples.delivery(report.id(), ANN, NOW.minusSeconds(1));
    var earliest = Samples.delivery(report.id(), ANN, NOW.minusSeconds(2));
    var future = Samples.delivery(report.id(), ANN, NOW.plusMillis(1));
    reports.add(List.of(latest, late, earliest, future));

    var first = claim(ANN, 2);

    assertThat(first).extracting(c -> c.delivery().id()).containsExactly(earliest.id(), late.id());
    assertThat(first).allMatch(c -> c.report().equals(report));
    assertThat(claim(ANN, 9)).extracting(c -> c.delivery().id()).containsExactly(latest.id());
    assertThat(claim(ANN, 9)).isEmpty();
  }

  @Test
  void aRouteIsClaimedAloneHoweverMuchWaitsOnOthers() {
    var report = finished(database, "shop", NOW);
    var bob = new Route("mail", "Bob");
    var same = new Route("chat", "Ann");
    for (var route : List.of(bob, same)) {
      reports.add(List.of(Samples.delivery(report.id(), route, NOW.minusSeconds(9))));
    }
    var own = Samples.delivery(report.id(), ANN, NOW);
    reports.add(List.of(own));

    assertThat(claim(ANN, 9)).extracting(c -> c.delivery().id()).containsExactly(own.id());
    assertThat(claim(bob, 9)).hasSize(1);
    assertThat(claim(same, 9)).hasSize(1);
  }

  @Test
  void everyRouteOnWhichSomethingWaitsIsToldWithItsEarliestTime() {
    assertThat(queue.waiting()).isEmpty();
    var report = finished(database, "shop", NOW);
    var bob = new Route("mail", "Bob 🐘");
    reports.add(
        List.of(
            Samples.delivery(report.id(), ANN, NOW.minusSeconds(1)),
            Samples.delivery(report.id(), ANN, NOW.minusSeconds(3)),
            Samples.delivery(report.id(), ANN, NOW.plusSeconds(5)),
            Samples.delivery(report.id(), bob, NOW.plusSeconds(7))));
    assertThat(queue.waiting())
        .containsExactlyInAnyOrder(
            new Waiting(ANN, NOW.minusSeconds(3)), new Waiting(bob, NOW.plusSeconds(7)));

    assertThat(claim(ANN, 9)).hasSize(2);

    assertThat(queue.waiting())
        .containsExactlyInAnyOrder(
            new Waiting(ANN, NOW.plusSeconds(5)), new Waiting(bob, NOW.plusSeconds(7)));
    assertThat(queue.giveUp(claimAt(NOW.plusSeconds(7), bob), "gone")).isTrue();
    assertThat(queue.waiting()).extracting(Waiting::route).containsExactly(ANN);
  }

  @Test
  void leasesAreProlongedTogether() {
    var report = finished(database, "shop", NOW);
    reports.add(
        List.of(
            Samples.delivery(report.id(), ANN, NOW),
            Samples.delivery(report.id(), ANN, NOW),
            Samples.delivery(report.id(), ANN, NOW)));
    var node = newId();
    var claims = queue.claim(node, ANN, NOW, NOW.plusSeconds(60), 3);
    var prolonged = claims.subList(0, 2);

    assertThat(queue.renew(node, prolonged, NOW.plusSeconds(90))).isEmpty();

    var others = queue.claim(newId(), ANN, NOW.plusSeconds(89), NOW.plusSeconds(120), 9);
    assertThat(others)
        .extracting(c -> c.delivery().id())
        .containsExactly(claims.get(2).delivery().id());
    assertThat(queue.renew(node, List.of(), NOW.plusSeconds(90))).isEmpty();
  }

  @Test
  void aLeaseThatIsOverIsProlongedUnlessSomebodyElseHasTheDelivery() {
    var report = finished(database, "shop", NOW);
    reports.add(
        List.of(
            Samples.delivery(report.id(), ANN, NOW.minusSeconds(1)),
            Samples.delivery(report.id(), ANN, NOW)));
    var node = newId();
    var claims = queue.claim(node, ANN, NOW, NOW.plusSeconds(60), 2);
    var later = NOW.plusSeconds(60);
    var taken = queue.claim(newId(), ANN, later, later.plusSeconds(60), 1).getFirst();
    var lost =
        claims.stream().filter(c -> c.delivery().id().equals(taken.delivery().id())).toList();

    assertThat(queue.renew(node, claims, later.plusSeconds(30))).isEqualTo(lost).hasSize(1);

    assertThat(queue.waiting()).containsExactly(new Waiting(ANN, later.plusSeconds(30)));
    assertThat(queue.claim(newId(), ANN, later.plusSeconds(30), later.plusSeconds(99), 9))
        .extracting(c -> c.delivery().id())
        .doesNotContain(taken.delivery().id())
        .hasSize(1);
  }

  @Test
  void whatHasItsResultIsNotHeldByARenewalThatComesLate() {
    var report = finished(database, "shop", NOW);
    reports.add(List.of(Samples.delivery(report.id(), ANN, NOW)));
    var node = newId();
    var claims = queue.claim(node, ANN, NOW, NOW.plusSeconds(60), 1);
    var next = NOW.plusSeconds(5);
    var refused = attempt(1, Attempt.Outcome.RETRY, "no");
    assertThat(queue.record(claims.getFirst(), refused, DeliveryStatus.PENDING, next)).isTrue();

    assertThat(queue.renew(node, claims, NOW.plusSeconds(90))).isEmpty();

    assertThat(queue.waiting()).containsExactly(new Waiting(ANN, next));
  }

  @Test
  void noDeliveryIsClaimedTwiceHoweverManyWorkersThereAre() throws Exception {
    var report = finished(database, "shop", NOW);
    for (var i = 0; i < 20; i++) {
      var batch = new ArrayList<Delivery>();
      for (var j = 0; j < 100; j++) {
        batch.add(Samples.delivery(report.id(), ANN, NOW.minusMillis(i)));
      }
      reports.add(batch);
    }
    var claims = together(8, this::claimAll).stream().flatMap(List::stream).toList();
    assertThat(claims).hasSize(2_000).doesNotHaveDuplicates();
    assertThat(queue.waiting()).containsExactly(new Waiting(ANN, NOW.plusSeconds(60)));
  }

  @Test
  void aClaimWhoseLeaseIsOverGoesToAnotherAndTheFirstCanWriteNoMore() {
    var report = finished(database, "shop", NOW, "mail");
    var stale = claim(1).getFirst();
    var route = Route.of(stale.delivery());
    assertThat(queue.claim(newId(), route, NOW.plusSeconds(59), NOW.plusSeconds(90), 1)).isEmpty();
    var fresh = claimAt(NOW.plusSeconds(60), route);
    assertThat(fresh.fence()).isGreaterThan(stale.fence());

    var attempt = attempt(1, Attempt.Outcome.DELIVERED, "");
    assertThat(queue.record(stale, attempt, DeliveryStatus.DELIVERED, null)).isFalse();
    assertThat(queue.postpone(stale, NOW, "no")).isFalse();
    assertThat(queue.giveUp(stale, "no")).isFalse();
    assertThat(queue.replace(stale, List.of(Samples.delivery(report.id(), "x", NOW)), NOW))
        .isFalse();
    assertThat(reports.attempts(stale.delivery().id())).isEmpty();
    assertThat(reports.deliveries(report.id())).containsExactly(stale.delivery());
    assertThat(queue.record(fresh, attempt, DeliveryStatus.DELIVERED, null)).isTrue();
  }

  @Test
  void whatArrivesTogetherIsRecordedEachForItself() throws Exception {
    var report = finished(database, "shop", NOW);
    reports.add(Stream.generate(() -> Samples.delivery(report.id(), ANN, NOW)).limit(40).toList());
    var claims = new ConcurrentLinkedQueue<>(claim(ANN, 40));
    var overtaken = claimAt(NOW.plusSeconds(60), ANN).delivery().id();

    var recorded = together(40, () -> recorded(Objects.requireNonNull(claims.poll())));

    assertThat(recorded)
        .allSatisfy(
            arrival -> assertThat(arrival.isThere()).isEqualTo(!arrival.id().equals(overtaken)));
    assertThat(reports.attemptsByDelivery(report.id()))
        .hasSize(39)
        .allSatisfy((id, attempts) -> assertThat(attempts).containsExactly(arrivalOf(id)));
    assertThat(reports.deliveries(report.id()))
        .filteredOn(delivery -> !delivery.id().equals(overtaken))
        .hasSize(39)
        .allMatch(delivery -> delivery.status() == DeliveryStatus.DELIVERED)
        .allSatisfy(
            delivery ->
                assertThat(delivery.deliveredAt())
                    .isEqualTo(arrivalOf(delivery.id()).startedAt().plusMillis(5)));
  }

  private record Recorded(UUID id, boolean isThere) {}

  private Recorded recorded(Claim claim) {
    var id = claim.delivery().id();
    return new Recorded(id, queue.record(claim, arrivalOf(id), DeliveryStatus.DELIVERED, null));
  }

  /** An attempt that is another one for each delivery. */
  private static Attempt arrivalOf(UUID delivery) {
    var at = NOW.plusMillis(Math.floorMod(delivery.hashCode(), 100_000));
    var outcome = Attempt.Outcome.DELIVERED;
    return new Attempt(1, at, Duration.ofMillis(5), outcome, null, "for " + delivery, "node");
  }

  @Test
  void aRouteIsReachedByTheProcessesThatSayAndLive() {
    var here = Samples.node(newId());
    var there = Samples.node(newId());
    var bob = new Route("mail", "Bob");
    queue.publishRoutes(there.id(), Set.of(ANN));
    assertThat(queue.isRoutedElsewhere(here.id(), ANN)).as("has no record").isFalse();

    nodes.beat(there);
    assertThat(queue.isRoutedElsewhere(here.id(), ANN)).isTrue();
    assertThat(queue.isRoutedElsewhere(there.id(), ANN)).as("the same").isFalse();
    assertThat(queue.isRoutedElsewhere(here.id(), bob)).isFalse();

    queue.publishRoutes(there.id(), Set.of(bob));
    assertThat(queue.isRoutedElsewhere(here.id(), ANN)).isFalse();
    assertThat(queue.isRoutedElsewhere(here.id(), bob)).isTrue();

    nodes.remove(there.id());
    nodes.beat(there);
    assertThat(queue.isRoutedElsewhere(here.id(), bob)).as("was removed").isFalse();
  }

  @Test
  void theDeliveriesOfARemovedProcessAreDueAtOnce() {
    var gone = newId();
    var other = newId();
    nodes.beat(Samples.node(gone));
    nodes.beat(Samples.node(other));
    var both = nodes.beat(Samples.node(other));
    assertThat(both).extracting(n -> n.beat()).containsExactly(1L, 2L);
    assertThat(both.getFirst()).isEqualTo(Samples.node(gone));
    finished(database, "shop", NOW, "mail", "webhook");
    var routes = queue.waiting().stream().map(Waiting::route).toList();
    var lease = NOW.plusSeconds(60);
    var ofGone = queue.claim(gone, routes.getFirst(), NOW, lease, 1).getFirst();
    assertThat(queue.claim(other, routes.getLast(), NOW, lease, 1)).hasSize(1);

    nodes.remove(gone);

    assertThat(nodes.beat(Samples.node(other))).extracting(n -> n.id()).containsExactly(other);
    assertThat(queue.waiting()).contains(new Waiting(routes.getFirst(), NOW));
    assertThat(claim(9)).extracting(c -> c.delivery().id()).containsExactly(ofGone.delivery().id());
  }

  private List<UUID> claimAll() {
    var ids = new ArrayList<UUID>();
    List<Claim> claims;
    do {
      claims = claim(ANN, 32);
      claims.forEach(c -> ids.add(c.delivery().id()));
    } while (!claims.isEmpty());
    return ids;
  }
}
