package io.backupman.core.store;

import static io.backupman.core.store.Samples.newId;
import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.core.report.Attempt;
import io.backupman.core.report.Consequences;
import io.backupman.core.report.Delivery;
import io.backupman.core.report.DeliveryStatus;
import io.backupman.core.report.DeliveryTrigger;
import io.backupman.core.report.Report;
import io.backupman.core.report.ReportQuery;
import io.backupman.core.report.ReportStore.Claim;
import io.backupman.core.report.ReportStore.ReportWithDeliveries;
import io.backupman.core.testing.Records;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.Outage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every database does for the records of destinations that are failing. */
abstract class OutageStoreContract extends StoreContract {
  private static final Instant LATER = NOW.plus(Duration.ofDays(1));
  private static final Consequences TELL = new Consequences(List.of(), o -> Optional.of(told(o)));

  OutageStoreContract(DatabaseSettings settings) {
    super(settings);
  }

  @Test
  void aDestinationFailsFromItsFirstFailedAttemptToTheFirstThatDelivered() {
    toAnn("backup_report", 1);
    retry(claim(), NOW, "Refused.");
    var first = new Outage("chat", "Ann", NOW.plusMillis(5), null, "Refused.");
    assertThat(outages.unannounced(LATER)).containsExactly(first);

    retry(claim(), NOW.plusSeconds(60), "Refused 🙁.");
    assertThat(outages.unannounced(LATER))
        .containsExactly(new Outage("chat", "Ann", first.since(), null, "Refused 🙁."));

    deliver(claim());
    assertThat(outages.unannounced(LATER)).isEmpty();
    assertThat(tellings()).isEmpty();
  }

  @Test
  void oneReportThatADestinationNeverTakesDoesNotMakeItFailAgainAndAgain() {
    toAnn("backup_report", 2);
    var claims = Records.claim(reports, newId(), NOW, LATER, 2);
    retry(claims.getFirst(), NOW, "Too large.");
    assertThat(outages.unannounced(LATER)).hasSize(1);
    deliver(claims.getLast());

    var second = claim();
    assertThat(second.delivery().attemptCount()).isEqualTo(1);
    retry(second, NOW, "Too large.");

    assertThat(outages.unannounced(LATER)).isEmpty();
    toAnn("backup_report", 1);
    var others = Records.claim(reports, newId(), NOW, LATER, 2);
    retry(others.getLast(), NOW, "Refused.");
    assertThat(outages.unannounced(LATER)).as("one that is new").hasSize(1);
    retry(others.getFirst(), NOW, "Away.");
    assertThat(outages.unannounced(LATER)).extracting(Outage::reason).containsExactly("Away.");
  }

  @Test
  void onlyThoseThatFailForLongAreFound() {
    toAnn("backup_report", 1);
    retry(claim(), NOW, "Refused.");
    assertThat(outages.unannounced(NOW.plusMillis(4))).isEmpty();
    assertThat(outages.unannounced(NOW.plusMillis(5))).hasSize(1);
  }

  @Test
  void eachDestinationOfEachNotifierFailsByItself() {
    var report = Samples.finished(database, "shop", NOW);
    reports.add(List.of(to(report, "chat", "Ann"), to(report, "chat", "ann")));
    reports.add(List.of(to(report, "mail", "Ann")));
    Records.claim(reports, newId(), NOW, NOW, 9)
        .forEach(c -> retry(c, NOW, c.delivery().notifier()));
    assertThat(outages.unannounced(LATER))
        .extracting(o -> o.notifier() + " " + o.destination())
        .containsExactlyInAnyOrder("chat Ann", "chat ann", "mail Ann");
  }

  @Test
  void anOutageIsToldOnceHoweverManyLook() throws Exception {
    toAnn("backup_report", 1);
    retry(claim(), NOW, "Refused.");
    var outage = outages.unannounced(LATER).getFirst();

    var answers = together(8, () -> outages.announce(outage, told(outage)));

    assertThat(answers).filteredOn(told -> told).hasSize(1);
    assertThat(tellings()).hasSize(1);
    assertThat(tellings().getFirst().deliveries()).hasSize(1);
    assertThat(outages.unannounced(LATER)).isEmpty();
    retry(claim(), NOW, "Refused again.");
    assertThat(outages.unannounced(LATER)).isEmpty();
  }

  @Test
  void anOutageThatIsOverIsNotTold() {
    toAnn("backup_report", 2);
    retry(claim(), NOW, "Refused.");
    var outage = outages.unannounced(LATER).getFirst();
    deliver(claim());
    assertThat(outages.announce(outage, told(outage))).isFalse();
    retry(claim(), NOW.plusSeconds(9), "Refused.");
    assertThat(outages.announce(outage, told(outage))).isFalse();
    assertThat(tellings()).isEmpty();
    assertThat(outages.unannounced(LATER)).hasSize(1);
  }

  @Test
  void whoWasToldOfAnOutageIsToldOnceThatItIsOverHoweverManyDeliver() throws Exception {
    for (var round = 0; round < 10; round++) {
      toAnn("backup_report", 6);
      var claims = new ConcurrentLinkedQueue<>(Records.claim(reports, newId(), NOW, LATER, 6));
      retry(claims.remove(), NOW, "Refused.");
      var outage = outages.unannounced(LATER).getFirst();
      outages.announce(outage, told(outage));

      together(5, () -> deliver(claims.remove()));

      assertThat(tellings()).hasSize(2 * round + 2);
      assertThat(outages.unannounced(LATER)).isEmpty();
      Records.claim(reports, newId(), NOW, LATER, 9).forEach(c -> reports.giveUp(c, "over"));
    }
  }

  @Test
  void manyThatFailTogetherAreOneOutage() throws Exception {
    for (var round = 0; round < 10; round++) {
      toAnn("backup_report", 8);
      var claims = new ConcurrentLinkedQueue<>(Records.claim(reports, newId(), NOW, LATER, 8));
      together(8, () -> retry(claims.remove(), NOW, "Refused by " + claims.size()));
      assertThat(outages.unannounced(LATER)).hasSize(1);
      Records.claim(reports, newId(), NOW.plusSeconds(1), LATER, 8).forEach(this::deliver);
      assertThat(outages.unannounced(LATER)).isEmpty();
    }
  }

  @Test
  void aFailedTestIsNoOutageAndOneThatArrivesEndsOne() {
    toAnn("test", 2);
    retry(claim(), NOW, "Refused.");
    assertThat(outages.unannounced(LATER)).isEmpty();
    toAnn("backup_report", 1);
    Records.claim(reports, newId(), NOW, LATER, 9).stream()
        .filter(c -> c.report().event().equals("backup_report"))
        .forEach(c -> retry(c, NOW, "Refused."));
    assertThat(outages.unannounced(LATER)).hasSize(1);
    Records.claim(reports, newId(), LATER, LATER, 9).stream()
        .filter(c -> c.report().event().equals("test"))
        .forEach(this::deliver);
    assertThat(outages.unannounced(LATER)).isEmpty();
  }

  @Test
  void aMissingPluginIsAnOutageAndAMissingConfigurationIsNone() {
    var report = Samples.finished(database, "shop", NOW);
    reports.add(List.of(to(report, "chat", "Ann"), to(report, "gone", "*")));
    for (var claim : Records.claim(reports, newId(), NOW, LATER, 9)) {
      if (claim.delivery().notifier().equals("chat")) {
        assertThat(reports.postpone(claim, LATER, "Not in config.yml.")).isTrue();
      } else {
        assertThat(reports.postponeFailing(claim, NOW, LATER, "No plugin.")).isTrue();
      }
    }
    assertThat(outages.unannounced(LATER))
        .containsExactly(new Outage("gone", "*", NOW, null, "No plugin."));
    assertThat(reports.deliveries(report.id()))
        .extracting(Delivery::nextAttemptAt)
        .containsOnly(LATER);
  }

  @Test
  void anOutageOfAMissingPluginEndsWhenItsDestinationsAreKnown() {
    var report = Samples.finished(database, "shop", NOW);
    reports.add(List.of(to(report, "chat", "*")));
    reports.postponeFailing(claim(), NOW, NOW, "No plugin.");
    var outage = outages.unannounced(LATER).getFirst();
    outages.announce(outage, told(outage));

    reports.replace(claim(), List.of(to(report, "chat", "Ann")), TELL);

    assertThat(tellings()).hasSize(2);
    assertThat(outages.announce(outage, told(outage))).isFalse();
  }

  @Test
  void anOutageThatNoDeliveryEndsCanBeEndedOnceAndIsToldIfItWasToldOf() throws Exception {
    toAnn("backup_report", 1);
    retry(claim(), NOW, "Refused.");
    var outage = outages.all().getFirst();
    outages.announce(outage, told(outage));

    var answers = together(8, () -> outages.end(outage, Optional.of(told(outage))));

    assertThat(answers).filteredOn(ended -> ended).hasSize(1);
    assertThat(tellings()).hasSize(2);
    assertThat(outages.all()).isEmpty();
  }

  @Test
  void theEndOfAnOutageThatNobodyWasToldOfIsNotTold() {
    toAnn("backup_report", 1);
    retry(claim(), NOW, "Refused.");
    var outage = outages.all().getFirst();

    assertThat(outages.end(outage, Optional.of(told(outage)))).isTrue();

    assertThat(tellings()).isEmpty();
    assertThat(outages.all()).isEmpty();
  }

  @Test
  void anOutageThatHasBegunAnewIsNotEndedInThePlaceOfAnOlderOne() {
    toAnn("backup_report", 1);
    retry(claim(), NOW.plusSeconds(9), "Refused.");
    var older = new Outage("chat", "Ann", NOW, null, "Refused.");

    assertThat(outages.end(older, Optional.of(told(older)))).isFalse();

    assertThat(outages.all()).hasSize(1);
  }

  @Test
  void anOldClaimChangesNothing() {
    toAnn("backup_report", 1);
    var old = Records.claim(reports, newId(), NOW, NOW, 1).getFirst();
    var fresh = claim();
    assertThat(retry(old, NOW, "Refused.")).isFalse();
    assertThat(reports.postponeFailing(old, NOW, LATER, "No plugin.")).isFalse();
    assertThat(outages.unannounced(LATER)).isEmpty();
    retry(fresh, NOW, "Refused.");
    assertThat(deliver(old)).isFalse();
    assertThat(outages.unannounced(LATER)).hasSize(1);
  }

  private void toAnn(String event, int count) {
    var report = Samples.finished(database, "shop", BackupStatus.FAILED, event, NOW);
    reports.add(IntStream.range(0, count).mapToObj(i -> to(report, "chat", "Ann")).toList());
  }

  private static Delivery to(Report report, String notifier, String destination) {
    return Delivery.due(
        newId(), report.id(), notifier, destination, DeliveryTrigger.AUTOMATIC, NOW);
  }

  private Claim claim() {
    return Records.claim(reports, newId(), NOW, NOW, 1).getFirst();
  }

  private boolean retry(Claim claim, Instant at, String reason) {
    return reports.record(
        claim,
        attempt(claim, at, Attempt.Outcome.RETRY, reason),
        DeliveryStatus.PENDING,
        NOW,
        TELL);
  }

  private boolean deliver(Claim claim) {
    return reports.record(
        claim,
        attempt(claim, NOW, Attempt.Outcome.DELIVERED, "ok"),
        DeliveryStatus.DELIVERED,
        null,
        TELL);
  }

  private static Attempt attempt(Claim claim, Instant at, Attempt.Outcome outcome, String detail) {
    var number = claim.delivery().attemptCount() + 1;
    return new Attempt(number, at, Duration.ofMillis(5), outcome, null, detail, "node");
  }

  private static ReportWithDeliveries told(Outage outage) {
    var id = newId();
    var report = new Report(id, "told", null, outage.notifier(), "failed", "{}", NOW);
    return new ReportWithDeliveries(report, List.of(Samples.delivery(id, "other", LATER)));
  }

  private List<ReportWithDeliveries> tellings() {
    return reports
        .list(new ReportQuery(99, null, "told", null, null, null, null, null, null, null))
        .results();
  }
}
