package io.backupman.core.store;

import static io.backupman.core.store.Samples.attempt;
import static io.backupman.core.store.Samples.finished;
import static io.backupman.core.store.Samples.newId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.backupman.core.report.Attempt;
import io.backupman.core.report.Delivery;
import io.backupman.core.report.DeliveryStatus;
import io.backupman.core.report.Report;
import io.backupman.core.report.ReportQuery;
import io.backupman.core.report.ReportWithDeliveries;
import io.backupman.core.report.ResendSelection;
import io.backupman.core.report.Route;
import io.backupman.core.report.delivery.DeliveryQueue.Claim;
import io.backupman.core.report.delivery.DeliveryQueue.Wait;
import io.backupman.core.report.delivery.DeliveryQueue.Waiting;
import io.backupman.core.store.engine.DatabaseSettings;
import io.backupman.core.store.engine.StoreException;
import io.backupman.core.testing.Records;
import io.backupman.notifier.spi.BackupStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every database does for the records of reports, deliveries and attempts. */
abstract class ReportStoreContract extends StoreContract {
  private static final Route ANN = new Route("mail", "Ann");

  ReportStoreContract(DatabaseSettings settings) {
    super(settings);
  }

  @Test
  void aReportIsFoundWithItsDeliveriesInTheOrderTheyWereMade() {
    var report = finished(database, "shop 🛒", NOW, "webhook", "mail", "ntfy");
    assertThat(reports.find(report.id())).contains(report);
    assertThat(reports.find(newId())).isEmpty();
    var deliveries = reports.deliveries(report.id());
    assertThat(deliveries)
        .extracting(Delivery::notifier)
        .containsExactly("webhook", "mail", "ntfy");
    assertThat(reports.list(ReportQuery.newest(1)).results().getFirst().deliveries())
        .isEqualTo(deliveries);
    assertThat(reports.deliveries(newId())).isEmpty();
  }

  @Test
  void deliveriesAreAddedAllOrNone() {
    var report = finished(database, "shop", NOW, "mail");
    var existing = reports.deliveries(report.id()).getFirst();
    var added = Samples.delivery(report.id(), "webhook", NOW);
    assertThatThrownBy(() -> reports.add(List.of(added, existing)))
        .isInstanceOf(StoreException.class);
    assertThat(reports.deliveries(report.id())).containsExactly(existing);
    reports.add(List.of());
    reports.add(List.of(added));
    assertThat(reports.deliveries(report.id())).containsExactly(existing, added);
  }

  @Test
  void aReportOfNoBackupIsAddedWithItsDeliveriesAllOrNone() {
    var id = newId();
    var report = new Report(id, "test", null, "Test", "finished", "{}", Samples.timeOf(id));
    var delivery = Samples.delivery(id, "mail", NOW);
    reports.add(report, List.of(delivery));
    assertThat(reports.find(id)).contains(report);
    assertThat(reports.deliveries(id)).containsExactly(delivery);

    var other = newId();
    var clash = new Report(other, "test", null, "Test", "finished", "{}", Samples.timeOf(other));
    assertThatThrownBy(() -> reports.add(clash, List.of(delivery)))
        .isInstanceOf(StoreException.class);
    assertThat(reports.find(other)).isEmpty();
  }

  @Test
  void reportsAreFoundTogetherWithTheirDeliveriesOldestFirst() {
    var first = finished(database, "shop", NOW, "mail", "webhook");
    var second = finished(database, "blog", NOW);
    var found = reports.find(List.of(second.id(), newId(), first.id()));
    assertThat(found).extracting(r -> r.report()).containsExactly(first, second);
    assertThat(found.getFirst().deliveries()).isEqualTo(reports.deliveries(first.id()));
    assertThat(found.getLast().deliveries()).isEmpty();
    assertThat(reports.find(List.<UUID>of())).isEmpty();
  }

  @Test
  void candidatesOfARecoveryComeOldestFirstAndOnceEach() {
    var first = finished(database, "shop", NOW, "mail", "webhook");
    var second = finished(database, "shop", NOW, "mail");
    var waiting = finished(database, "shop", NOW, "mail", "webhook");
    claim(100).stream()
        .filter(c -> !c.report().equals(waiting) || c.delivery().notifier().equals("webhook"))
        .forEach(c -> assertThat(queue.giveUp(c, "gone")).isTrue());
    var begin = first.createdAt();
    var all = new ResendSelection(begin, null, DeliveryStatus.FAILED, null, null);
    var mail = new ResendSelection(begin, null, DeliveryStatus.FAILED, "mail", null);
    assertThat(reports.candidates(all, null, 9))
        .containsExactly(first.id(), second.id(), waiting.id());
    assertThat(reports.candidates(all, null, 2)).containsExactly(first.id(), second.id());
    assertThat(reports.candidates(all, second.id(), 2)).containsExactly(waiting.id());
    assertThat(reports.candidates(mail, null, 9)).containsExactly(first.id(), second.id());
    var none = new ResendSelection(begin, begin, DeliveryStatus.FAILED, null, null);
    assertThat(reports.candidates(none, null, 9)).isEmpty();
    var delivered = new ResendSelection(begin, null, DeliveryStatus.DELIVERED, null, null);
    assertThat(reports.candidates(delivered, null, 9)).isEmpty();
  }

  @Test
  void whoAddsToTheSameReportsAtTheSameTimeSeesWhatOthersAdded() throws Exception {
    for (var round = 0; round < 10; round++) {
      var ids =
          Stream.generate(() -> finished(database, "shop", NOW, "mail").id()).limit(20).toList();
      var made = together(4, () -> reports.addToEach(ids, ReportStoreContract::secondDelivery));
      assertThat(made.stream().flatMap(List::stream).map(Delivery::reportId))
          .containsExactlyInAnyOrderElementsOf(ids);
      assertThat(ids).allSatisfy(id -> assertThat(reports.deliveries(id)).hasSize(2));
    }
  }

  private static List<Delivery> secondDelivery(ReportWithDeliveries report) {
    return report.deliveries().size() > 1
        ? List.of()
        : List.of(Samples.delivery(report.report().id(), "again", NOW));
  }

  @Test
  void reportsAreFilteredByEachProperty() {
    var shop = finished(database, "shop", NOW, "mail", "webhook");
    var blog = finished(database, "blog", BackupStatus.FAILED, "backup_report", NOW, "webhook");
    var test = finished(database, "shop", BackupStatus.FAILED, "test", NOW);
    giveUp(blog, "webhook");

    assertThat(list(ReportQuery.newest(100))).containsExactly(test.id(), blog.id(), shop.id());
    assertThat(list(query(null, "test", null, null, null, null, null))).containsExactly(test.id());
    assertThat(list(query(null, null, "failed", null, null, null, null)))
        .containsExactly(test.id(), blog.id());
    assertThat(list(query(null, null, null, DeliveryStatus.FAILED, null, null, null)))
        .containsExactly(blog.id());
    assertThat(list(query(null, null, null, null, "webhook", null, null)))
        .containsExactly(blog.id(), shop.id());
    assertThat(list(query(null, null, null, null, null, "shop", null)))
        .containsExactly(test.id(), shop.id());
    assertThat(list(query(null, null, null, null, null, null, blog.backupId())))
        .containsExactly(blog.id());
    assertThat(list(query(blog.id(), null, null, null, null, null, null)))
        .containsExactly(shop.id());
  }

  @Test
  void aDeliverysStatusAndNotifierAreAskedOfTheSameDelivery() {
    var shop = finished(database, "shop", NOW, "mail", "webhook");
    giveUp(shop, "webhook");
    assertThat(list(query(null, null, null, DeliveryStatus.FAILED, "webhook", "shop", null)))
        .containsExactly(shop.id());
    assertThat(list(query(null, null, null, DeliveryStatus.FAILED, "mail", null, null))).isEmpty();
    assertThat(list(query(null, null, null, DeliveryStatus.PENDING, "mail", null, null)))
        .containsExactly(shop.id());
    assertThat(list(query(null, null, null, DeliveryStatus.FAILED, null, "blog", null))).isEmpty();
  }

  @Test
  void reportsAreFilteredByTime() {
    var report = finished(database, "shop", NOW, "mail");
    var at = report.createdAt();
    var since = new ReportQuery(9, null, null, null, null, null, null, null, at, null);
    var later = new ReportQuery(9, null, null, null, null, null, null, null, at.plusNanos(1), null);
    var until = new ReportQuery(9, null, null, null, null, "mail", null, null, null, at);
    assertThat(list(since)).containsExactly(report.id());
    assertThat(list(later)).isEmpty();
    assertThat(list(until)).isEmpty();
  }

  @Test
  void pagesAreCompleteAndWithoutDuplicatesWhileReportsAreAdded() {
    var old = new ArrayList<UUID>();
    for (var i = 0; i < 12; i++) {
      old.addFirst(finished(database, "label", NOW, "mail", "webhook", "mail").id());
    }
    for (var notifier : new @Nullable String[] {null, "mail"}) {
      var seen = new ArrayList<UUID>();
      @Nullable UUID after = null;
      do {
        var page =
            reports.list(
                new ReportQuery(5, after, null, null, null, notifier, null, null, null, null));
        page.results().forEach(r -> seen.add(r.report().id()));
        after = page.next();
        finished(database, "added", NOW, "ntfy");
      } while (after != null);
      assertThat(seen).endsWith(old.toArray(UUID[]::new)).doesNotHaveDuplicates();
    }
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
    var claim = new Claim(delivery, old, 1);
    var events = Set.of("backup_report", "unknown");
    assertThat(queue.deliveredSince(claim, events, 9)).containsExactly(first, second);
    assertThat(queue.deliveredSince(claim, events, 1)).containsExactly(first);
    assertThat(queue.deliveredSince(claim, Set.of("unknown"), 9)).isEmpty();
    assertThat(queue.deliveredSince(claim, Set.of(), 9)).isEmpty();
    var again = new Claim(delivery, second, 1);
    assertThat(queue.deliveredSince(again, events, 9)).isEmpty();
    // An old one that is sent again does not become a newer one.
    reports.add(List.of(Samples.delivery(old.id(), ANN, NOW)));
    deliver(claim(100).stream().filter(c -> !c.report().equals(waiting)).toList());
    assertThat(queue.deliveredSince(again, events, 9)).isEmpty();
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

  @Test
  void theDeliveriesOfARemovedProcessAreDueAtOnce() {
    var gone = newId();
    var other = newId();
    nodes.beat(Samples.node(gone));
    nodes.beat(Samples.node(other));
    nodes.beat(Samples.node(other));
    assertThat(nodes.nodes()).extracting(n -> n.beat()).containsExactly(1L, 2L);
    assertThat(nodes.nodes().getFirst()).isEqualTo(Samples.node(gone));
    finished(database, "shop", NOW, "mail", "webhook");
    var routes = queue.waiting().stream().map(Waiting::route).toList();
    var lease = NOW.plusSeconds(60);
    var ofGone = queue.claim(gone, routes.getFirst(), NOW, lease, 1).getFirst();
    assertThat(queue.claim(other, routes.getLast(), NOW, lease, 1)).hasSize(1);

    nodes.remove(gone);

    assertThat(nodes.nodes()).extracting(n -> n.id()).containsExactly(other);
    assertThat(queue.waiting()).contains(new Waiting(routes.getFirst(), NOW));
    assertThat(claim(9)).extracting(c -> c.delivery().id()).containsExactly(ofGone.delivery().id());
  }

  /** Claims on all routes. */
  private List<Claim> claim(int limit) {
    return Records.claim(queue, newId(), NOW, NOW.plusSeconds(60), limit);
  }

  private List<Claim> claim(Route route, int limit) {
    return queue.claim(newId(), route, NOW, NOW.plusSeconds(60), limit);
  }

  private Claim claimAt(Instant time, Route route) {
    return queue.claim(newId(), route, time, time.plusSeconds(60), 1).getFirst();
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

  private void giveUp(Report report, String notifier) {
    var mine =
        claim(100).stream()
            .filter(c -> c.report().equals(report) && c.delivery().notifier().equals(notifier))
            .toList();
    assertThat(mine).hasSize(1);
    assertThat(queue.giveUp(mine.getFirst(), "gone")).isTrue();
  }

  private List<UUID> list(ReportQuery query) {
    return reports.list(query).results().stream().map(r -> r.report().id()).toList();
  }

  private static ReportQuery query(
      @Nullable UUID after,
      @Nullable String event,
      @Nullable String status,
      @Nullable DeliveryStatus delivery,
      @Nullable String notifier,
      @Nullable String label,
      @Nullable UUID backupId) {
    return new ReportQuery(
        100, after, event, status, delivery, notifier, label, backupId, null, null);
  }
}
