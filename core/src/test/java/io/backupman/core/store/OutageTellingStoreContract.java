package io.backupman.core.store;

import static io.backupman.core.store.Samples.newId;
import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.core.report.Attempt;
import io.backupman.core.report.Delivery;
import io.backupman.core.report.DeliveryStatus;
import io.backupman.core.report.DeliveryTrigger;
import io.backupman.core.report.Route;
import io.backupman.core.report.alarm.KnownOutage;
import io.backupman.core.report.alarm.OutageStore.Over;
import io.backupman.core.store.engine.DatabaseSettings;
import io.backupman.core.testing.Records;
import io.backupman.notifier.spi.Outage;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every database does to have each outage of a destination, and its end, told once. */
abstract class OutageTellingStoreContract extends OutageContract {
  OutageTellingStoreContract(DatabaseSettings settings) {
    super(settings);
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

    var answers = together(4, () -> outages.announce(untold(), OutageContract::told));

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

  /** The alarm that two destinations fail which have refused a report. */
  private UUID toldOfAnnAndBob() {
    var report = Samples.finished(database, "shop", NOW);
    reports.add(List.of(to(report, "chat", "Ann"), to(report, "mail", "Bob")));
    Records.claim(queue, newId(), NOW, NOW, 9).forEach(c -> retry(c, NOW, "Refused."));
    outages.announce(untold(), OutageContract::told);
    return tellings().getFirst().report().id();
  }

  @Test
  void whatGoesOnWhenTheOthersAreOverIsToldOfAnew() {
    var alarm = toldOfAnnAndBob();
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
  void whatAnAlarmTellsOfIsProbedTogetherSoThatAllOfItIsCertainAtOnce() {
    var alarm = toldOfAnnAndBob();
    var apart = List.of(NOW.plusSeconds(60), NOW.plusSeconds(150)).iterator();
    outages.all().forEach(o -> outages.probe(o.outage(), apart.next(), NEVER, 0));

    assertThat(queue.isCertain(alarm, NOW.plusSeconds(200), 0)).isTrue();
    assertThat(queue.isCertain(alarm, NOW.plusSeconds(250), 0)).isFalse();

    assertThat(outages.all()).extracting(KnownOutage::probedAt).containsOnly(NOW.plusSeconds(250));
    assertThat(queue.isCertain(alarm, NOW.plusSeconds(270), 0)).isTrue();
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
}
