package io.backupman.core.store;

import static io.backupman.core.store.Samples.newId;
import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.core.report.Attempt;
import io.backupman.core.report.Delivery;
import io.backupman.core.report.DeliveryStatus;
import io.backupman.core.report.DeliveryTrigger;
import io.backupman.core.report.Report;
import io.backupman.core.report.ReportQuery;
import io.backupman.core.report.ReportWithDeliveries;
import io.backupman.core.report.Route;
import io.backupman.core.report.alarm.KnownOutage;
import io.backupman.core.report.alarm.OutageStore.Over;
import io.backupman.core.report.delivery.DeliveryQueue.Claim;
import io.backupman.core.store.engine.DatabaseSettings;
import io.backupman.core.testing.Records;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.Outage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every database does for the records of destinations that are failing. */
abstract class OutageStoreContract extends StoreContract {
  private static final Instant LATER = NOW.plus(Duration.ofDays(1));
  private static final Instant NEVER = NOW.minus(Duration.ofDays(1));

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
  void anOutageIsToldOnceHoweverManyLook() throws Exception {
    toAnn("backup_report", 1);
    retry(claim(), NOW, "Refused.");
    var outage = untold().getFirst();

    var answers = together(8, () -> announce(outage));

    assertThat(answers).filteredOn(told -> told).hasSize(1);
    assertThat(tellings()).hasSize(1);
    assertThat(tellings().getFirst().deliveries()).hasSize(1);
    assertThat(untold()).isEmpty();
    retry(claim(), NOW, "Refused again.");
    assertThat(untold()).isEmpty();
  }

  @Test
  void anOutageThatIsOverIsNotTold() {
    toAnn("backup_report", 2);
    retry(claim(), NOW, "Refused.");
    var outage = untold().getFirst();
    deliver(claim());
    assertThat(announce(outage)).isFalse();
    retry(claim(), NOW.plusSeconds(9), "Refused.");
    assertThat(announce(outage)).isFalse();
    assertThat(tellings()).isEmpty();
    assertThat(untold()).hasSize(1);
  }

  @Test
  void whoWasToldOfAnOutageIsToldOnceThatItIsOverHoweverManyDeliverAndLook() throws Exception {
    for (var round = 0; round < 10; round++) {
      toAnn("backup_report", 6);
      var claims = new ConcurrentLinkedQueue<>(Records.claim(queue, newId(), NOW, LATER, 6));
      retry(claims.remove(), NOW, "Refused.");
      announce(untold().getFirst());
      var alarm = outages.all().getFirst().alarm();

      together(5, () -> deliver(claims.remove()));
      together(4, () -> tellRecovered(alarm));

      assertThat(tellings()).hasSize(2 * round + 2);
      assertThat(outages.all()).isEmpty();
      Records.claim(queue, newId(), NOW, LATER, 9).forEach(c -> queue.giveUp(c, "over"));
    }
  }

  @Test
  void outagesThatAreToldTogetherAreOneReportAndSoIsTheirEnd() throws Exception {
    var report = Samples.finished(database, "shop", NOW);
    reports.add(IntStream.range(0, 7).mapToObj(i -> to(report, "chat" + i, "ops")).toList());
    var claims = Records.claim(queue, newId(), NOW, LATER, 9);
    claims.forEach(c -> retry(c, NOW, "Refused."));

    var answers = together(4, () -> outages.announce(untold(), OutageStoreContract::told));

    assertThat(answers).filteredOn(Optional::isPresent).hasSize(1);
    assertThat(tellings()).hasSize(1);
    var alarm = tellings().getFirst().report().id();
    assertThat(outages.all()).hasSize(7).allMatch(known -> alarm.equals(known.alarm()));

    var more = new ConcurrentLinkedQueue<>(Records.claim(queue, newId(), NOW, LATER, 9));
    together(7, () -> deliver(more.remove()));
    var told = new ConcurrentLinkedQueue<Over>();
    together(
        4,
        () ->
            outages.tellRecovered(
                alarm,
                over -> {
                  told.add(over);
                  return Optional.of(told(over.outages()));
                }));

    assertThat(tellings()).hasSize(2);
    assertThat(told.element().outages())
        .hasSize(7)
        .allMatch(outage -> NOW.plusMillis(5).equals(outage.recoveredAt()));
    assertThat(told.element().alarm()).hasSize(1);
    assertThat(outages.all()).isEmpty();
  }

  @Test
  void whatGoesOnWhenTheOthersAreOverIsToldOfAnew() {
    var report = Samples.finished(database, "shop", NOW);
    reports.add(List.of(to(report, "chat", "Ann"), to(report, "mail", "Bob")));
    Records.claim(queue, newId(), NOW, NOW, 9).forEach(c -> retry(c, NOW, "Refused."));
    outages.announce(untold(), OutageStoreContract::told);
    var alarm = tellings().getFirst().report().id();
    assertThat(queue.isTrueOfOutages(alarm)).isTrue();
    Records.claim(queue, newId(), NOW, LATER, 9).stream()
        .filter(c -> c.delivery().notifier().equals("chat"))
        .forEach(this::deliver);
    assertThat(queue.isTrueOfOutages(alarm)).isFalse();
    assertThat(queue.isFailing(new Route("chat", "Ann"))).isFalse();
    assertThat(queue.isFailing(new Route("mail", "Bob"))).isTrue();

    assertThat(tellRecovered(alarm)).isTrue();

    assertThat(untold()).extracting(Outage::notifier).containsExactly("mail");
    assertThat(tellRecovered(alarm)).isFalse();
  }

  @Test
  void whatWaitsToTellOfAnOutageIsSkippedWhenItIsOverButForWhatIsBeingSentOrSentAgain() {
    toAnn("backup_report", 1);
    retry(claim(), NOW, "Refused.");
    announce(untold().getFirst());
    var alarm = tellings().getFirst().report();
    var sending = to(alarm, "other", "b");
    var again = Delivery.due(newId(), alarm.id(), "other", "c", DeliveryTrigger.RESEND, NOW);
    var instead = Delivery.due(newId(), alarm.id(), "other", "d", DeliveryTrigger.FALLBACK, NOW);
    reports.add(List.of(sending, again, instead));
    queue.claim(newId(), new Route("other", "b"), NOW, LATER, 9);

    deliver(queue.claim(newId(), new Route("chat", "Ann"), NOW, LATER, 1).getFirst());

    assertThat(reports.deliveries(alarm.id()))
        .extracting(d -> d.destination() + " " + d.status().word())
        .containsExactlyInAnyOrder("x skipped", "b pending", "c pending", "d skipped");
    assertThat(reports.deliveries(alarm.id()))
        .filteredOn(d -> d.destination().equals("x"))
        .allSatisfy(d -> assertThat(d.lastError()).contains("is reached again"))
        .allSatisfy(d -> assertThat(d.nextAttemptAt()).isNull());
  }

  @Test
  void whatFailsAgainBeforeItsEndWasToldGoesOnAndIsToldToWhomItWasNot() {
    toAnn("backup_report", 4);
    var claims = Records.claim(queue, newId(), NOW, LATER, 4);
    retry(claims.getFirst(), NOW, "Refused.");
    announce(untold().getFirst());
    var alarm = tellings().getFirst().report();
    deliver(claims.get(1));
    assertThat(queue.isTrueOfOutages(alarm.id())).isFalse();

    retry(claims.get(2), NOW.plusSeconds(9), "Refused again.");

    var goesOn = new Outage("chat", "Ann", NOW.plusMillis(5), null, "Refused again.");
    assertThat(outages.all())
        .singleElement()
        .satisfies(known -> assertThat(known.outage()).isEqualTo(goesOn))
        .satisfies(known -> assertThat(known.alarm()).isEqualTo(alarm.id()));
    assertThat(queue.isTrueOfOutages(alarm.id())).isTrue();
    assertThat(tellRecovered(alarm.id())).isFalse();
    assertThat(reports.deliveries(alarm.id()))
        .extracting(d -> d.notifier() + " " + d.destination() + " " + d.status().word())
        .containsExactlyInAnyOrder("other x skipped", "other x pending");

    deliver(claims.getLast());
    assertThat(tellRecovered(alarm.id())).isTrue();
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
  void whatFailsIsToldIfAReportWasGivenUpThoughANewerOneWasSkipped() {
    toAnn("backup_report", 1);
    var refused = claim();
    queue.record(
        refused,
        attempt(refused, NOW, Attempt.Outcome.FAILED, "401."),
        DeliveryStatus.FAILED,
        null);
    toAnn("notifier_failing", 1);
    queue.skip(claim(), "Reached again.");

    outages.probe(untold().getFirst(), NOW, NEVER, 9);

    assertThat(outages.all()).hasSize(1).allMatch(KnownOutage::confirmed);
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
  void whatAnAlarmTellsOfIsProbedTogetherSoThatAllOfItIsCertainAtOnce() {
    var report = Samples.finished(database, "shop", NOW);
    reports.add(List.of(to(report, "chat", "Ann"), to(report, "mail", "Bob")));
    Records.claim(queue, newId(), NOW, NOW, 9).forEach(c -> retry(c, NOW, "Refused."));
    outages.announce(untold(), OutageStoreContract::told);
    var alarm = tellings().getFirst().report().id();
    var apart = List.of(NOW.plusSeconds(60), NOW.plusSeconds(150)).iterator();
    outages.all().forEach(o -> outages.probe(o.outage(), apart.next(), NEVER, 0));

    assertThat(queue.isCertain(alarm, NOW.plusSeconds(200), 0)).isTrue();
    assertThat(queue.isCertain(alarm, NOW.plusSeconds(250), 0)).isFalse();

    assertThat(outages.all()).extracting(KnownOutage::probedAt).containsOnly(NOW.plusSeconds(250));
    assertThat(queue.isCertain(alarm, NOW.plusSeconds(270), 0)).isTrue();
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
  void anOutageThatNoDeliveryEndsCanBeEndedOnceAndIsToldIfItWasToldOf() throws Exception {
    toAnn("backup_report", 1);
    retry(claim(), NOW, "Refused.");
    var outage = untold().getFirst();
    announce(outage);
    var alarm = outages.all().getFirst().alarm();

    var answers = together(8, () -> outages.recovered(outage, NOW));

    assertThat(answers).filteredOn(ended -> ended).hasSize(1);
    assertThat(tellRecovered(alarm)).isTrue();
    assertThat(outages.all()).isEmpty();
  }

  @Test
  void theEndOfAnOutageThatNobodyWasToldOfIsNotTold() {
    toAnn("backup_report", 1);
    retry(claim(), NOW, "Refused.");

    assertThat(outages.recovered(untold().getFirst(), NOW)).isTrue();

    assertThat(outages.all()).isEmpty();
  }

  @Test
  void anOutageThatIsForgottenIsNotToldAndWhatWaitsToTellOfItIsSkipped() {
    toAnn("backup_report", 1);
    retry(claim(), NOW, "Refused.");
    var outage = untold().getFirst();
    announce(outage);

    assertThat(outages.forget(outage)).isTrue();

    assertThat(outages.forget(outage)).isFalse();
    assertThat(outages.all()).isEmpty();
    assertThat(tellings()).hasSize(1);
    assertThat(tellings().getFirst().deliveries())
        .allMatch(d -> d.status() == DeliveryStatus.SKIPPED);
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

  private void toAnn(String event, int count) {
    var report = Samples.finished(database, "shop", BackupStatus.FAILED, event, NOW);
    reports.add(IntStream.range(0, count).mapToObj(i -> to(report, "chat", "Ann")).toList());
  }

  private static Delivery to(Report report, String notifier, String destination) {
    return Delivery.due(
        newId(), report.id(), notifier, destination, DeliveryTrigger.AUTOMATIC, NOW);
  }

  private Claim claim() {
    return Records.claim(queue, newId(), NOW, NOW, 1).getFirst();
  }

  private boolean retry(Claim claim, Instant at, String reason) {
    return queue.record(
        claim, attempt(claim, at, Attempt.Outcome.RETRY, reason), DeliveryStatus.PENDING, NOW);
  }

  private boolean deliver(Claim claim) {
    return queue.record(
        claim,
        attempt(claim, NOW, Attempt.Outcome.DELIVERED, "ok"),
        DeliveryStatus.DELIVERED,
        null);
  }

  private static Attempt attempt(Claim claim, Instant at, Attempt.Outcome outcome, String detail) {
    var number = claim.delivery().attemptCount() + 1;
    return new Attempt(number, at, Duration.ofMillis(5), outcome, null, detail, "node");
  }

  private List<Outage> untold() {
    return outages.all().stream()
        .filter(known -> known.alarm() == null)
        .map(KnownOutage::outage)
        .toList();
  }

  private boolean announce(Outage outage) {
    return outages.announce(List.of(outage), OutageStoreContract::told).isPresent();
  }

  private boolean tellRecovered(@Nullable UUID alarm) {
    return outages
        .tellRecovered(Objects.requireNonNull(alarm), over -> Optional.of(told(over.outages())))
        .isPresent();
  }

  private static ReportWithDeliveries told(List<Outage> told) {
    var id = newId();
    var report = new Report(id, "told", null, told.getFirst().notifier(), "failed", "{}", NOW);
    return new ReportWithDeliveries(
        report, List.of(Samples.delivery(id, new Route("other", "x"), LATER)));
  }

  private List<ReportWithDeliveries> tellings() {
    return reports
        .list(new ReportQuery(99, null, "told", null, null, null, null, null, null, null))
        .results();
  }
}
