package io.backupman.core.store;

import static io.backupman.core.store.Samples.newId;
import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.core.report.Attempt;
import io.backupman.core.report.Delivery;
import io.backupman.core.report.DeliveryStatus;
import io.backupman.core.report.Route;
import io.backupman.core.store.engine.DatabaseSettings;
import io.backupman.core.testing.Records;
import io.backupman.notifier.spi.Outage;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** What every database does for the records of destinations that are failing. */
abstract class OutageStoreContract extends OutageContract {
  OutageStoreContract(DatabaseSettings settings) {
    super(settings);
  }

  @Test
  void aDestinationFailsFromItsFirstFailedAttemptToTheFirstThatDelivered() {
    toAnn("backup_report", 1);
    retry(claim(), NOW, "Refused.");
    var first = new Outage("chat", "Ann", NOW.plusMillis(5), null, "Refused.");
    assertThat(untold()).containsExactly(first);

    retry(claim(), NOW.plusSeconds(60), "Refused 🙁.");
    assertThat(untold())
        .containsExactly(new Outage("chat", "Ann", first.since(), null, "Refused 🙁."));

    deliver(claim());
    assertThat(untold()).isEmpty();
    assertThat(tellings()).isEmpty();
  }

  @Test
  void oneReportThatADestinationNeverTakesDoesNotMakeItFailAgainAndAgain() {
    toAnn("backup_report", 2);
    var claims = Records.claim(queue, newId(), NOW, LATER, 2);
    retry(claims.getFirst(), NOW, "Too large.");
    assertThat(untold()).hasSize(1);
    deliver(claims.getLast());

    var second = claim();
    assertThat(second.delivery().attemptCount()).isEqualTo(1);
    retry(second, NOW, "Too large.");

    assertThat(untold()).isEmpty();
    toAnn("backup_report", 1);
    var others = Records.claim(queue, newId(), NOW, LATER, 2);
    retry(others.getLast(), NOW, "Refused.");
    assertThat(untold()).as("one that is new").hasSize(1);
    retry(others.getFirst(), NOW, "Away.");
    assertThat(untold()).extracting(Outage::reason).containsExactly("Away.");
  }

  @Test
  void eachDestinationOfEachNotifierFailsByItself() {
    var report = Samples.finished(database, "shop", NOW);
    reports.add(List.of(to(report, "chat", "Ann"), to(report, "chat", "ann")));
    reports.add(List.of(to(report, "mail", "Ann")));
    Records.claim(queue, newId(), NOW, NOW, 9).forEach(c -> retry(c, NOW, c.delivery().notifier()));
    assertThat(untold())
        .extracting(o -> o.notifier() + " " + o.destination())
        .containsExactlyInAnyOrder("chat Ann", "chat ann", "mail Ann");
  }

  @Test
  void aProbeMakesOneDeliveryDueAndItsFailureConfirmsTheOutage() {
    toAnn("backup_report", 2);
    Records.claim(queue, newId(), NOW, NOW, 2)
        .forEach(
            c ->
                queue.record(
                    c,
                    attempt(c, NOW, Attempt.Outcome.RETRY, "Refused."),
                    DeliveryStatus.PENDING,
                    LATER));
    var outage = untold().getFirst();
    var now = NOW.plusSeconds(60);

    outages.probe(outage, now, NEVER, 9);
    outages.probe(outage, now, NEVER, 9); // by another process

    var probed = outages.all().getFirst();
    assertThat(probed.probedAt()).isEqualTo(now);
    assertThat(probed.confirmed()).isFalse();
    var due = queue.claim(newId(), probed.route(), now, LATER, 9);
    assertThat(due).hasSize(1);
    retry(due.getFirst(), now, "Refused.");
    assertThat(outages.all().getFirst().confirmed()).isTrue();
  }

  @Test
  void aProbeTakesNoLastAttemptAndConfirmsWhatNothingIsOnItsWayTo() {
    toAnn("backup_report", 1);
    var claim = claim();
    queue.record(
        claim,
        attempt(claim, NOW, Attempt.Outcome.RETRY, "Refused."),
        DeliveryStatus.PENDING,
        LATER);

    outages.probe(untold().getFirst(), NOW, NEVER, 1);

    assertThat(outages.all().getFirst().confirmed()).isTrue();
    assertThat(queue.claim(newId(), new Route("chat", "Ann"), NOW, LATER, 9)).isEmpty();
  }

  @Test
  void nobodyMissesWhatWasOnlyToGetAReportThatWasSkipped() {
    toAnn("notifier_failing", 1);
    retry(claim(), NOW, "Refused.");
    queue.skip(claim(), "Reached again.");

    outages.probe(untold().getFirst(), NOW, NEVER, 9);

    assertThat(outages.all()).isEmpty();
  }

  @Test
  void manyThatFailTogetherAreOneOutage() throws Exception {
    for (var round = 0; round < 10; round++) {
      toAnn("backup_report", 8);
      var claims = new ConcurrentLinkedQueue<>(Records.claim(queue, newId(), NOW, LATER, 8));
      together(8, () -> retry(claims.remove(), NOW, "Refused by " + claims.size()));
      assertThat(untold()).hasSize(1);
      Records.claim(queue, newId(), NOW.plusSeconds(1), LATER, 8).forEach(this::deliver);
      assertThat(untold()).isEmpty();
    }
  }

  @Test
  void aFailedTestIsNoOutageAndOneThatArrivesEndsOne() {
    toAnn("test", 2);
    retry(claim(), NOW, "Refused.");
    assertThat(untold()).isEmpty();
    toAnn("backup_report", 1);
    Records.claim(queue, newId(), NOW, LATER, 9).stream()
        .filter(c -> c.report().event().equals("backup_report"))
        .forEach(c -> retry(c, NOW, "Refused."));
    assertThat(untold()).hasSize(1);
    Records.claim(queue, newId(), LATER, LATER, 9).stream()
        .filter(c -> c.report().event().equals("test"))
        .forEach(this::deliver);
    assertThat(untold()).isEmpty();
  }

  @Test
  void aMissingPluginIsAnOutageAndAMissingConfigurationIsNone() {
    var report = Samples.finished(database, "shop", NOW);
    reports.add(List.of(to(report, "chat", "Ann"), to(report, "gone", "*")));
    for (var claim : Records.claim(queue, newId(), NOW, LATER, 9)) {
      if (claim.delivery().notifier().equals("chat")) {
        assertThat(queue.postpone(claim, LATER, "Not in config.yml.")).isTrue();
      } else {
        assertThat(queue.postponeFailing(claim, NOW, LATER, "No plugin.")).isTrue();
      }
    }
    assertThat(untold()).containsExactly(new Outage("gone", "*", NOW, null, "No plugin."));
    assertThat(reports.deliveries(report.id()))
        .extracting(Delivery::nextAttemptAt)
        .containsOnly(LATER);
  }

  @Test
  void anOutageOfAMissingPluginEndsWhenItsDestinationsAreKnown() {
    var report = Samples.finished(database, "shop", NOW);
    reports.add(List.of(to(report, "chat", "*")));
    queue.postponeFailing(claim(), NOW, NOW, "No plugin.");
    var outage = untold().getFirst();
    announce(outage);

    var alarm = outages.all().getFirst().alarm();
    queue.replace(claim(), List.of(to(report, "chat", "Ann")), NOW);

    assertThat(tellRecovered(alarm)).isTrue();
    assertThat(announce(outage)).isFalse();
  }

  @Test
  void anOutageThatHasBegunAnewIsNotEndedInThePlaceOfAnOlderOne() {
    toAnn("backup_report", 1);
    retry(claim(), NOW.plusSeconds(9), "Refused.");
    var older = new Outage("chat", "Ann", NOW, null, "Refused.");

    assertThat(outages.recovered(older, NOW)).isFalse();
    assertThat(outages.forget(older)).isFalse();

    assertThat(outages.all()).hasSize(1);
  }

  @Test
  void anOldClaimChangesNothing() {
    toAnn("backup_report", 1);
    var old = Records.claim(queue, newId(), NOW, NOW, 1).getFirst();
    var fresh = claim();
    assertThat(retry(old, NOW, "Refused.")).isFalse();
    assertThat(queue.postponeFailing(old, NOW, LATER, "No plugin.")).isFalse();
    assertThat(untold()).isEmpty();
    retry(fresh, NOW, "Refused.");
    assertThat(deliver(old)).isFalse();
    assertThat(untold()).hasSize(1);
  }
}
