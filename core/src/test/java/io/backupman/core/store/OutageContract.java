package io.backupman.core.store;

import static io.backupman.core.store.Samples.newId;

import io.backupman.core.report.Attempt;
import io.backupman.core.report.Delivery;
import io.backupman.core.report.DeliveryStatus;
import io.backupman.core.report.DeliveryTrigger;
import io.backupman.core.report.Report;
import io.backupman.core.report.ReportQuery;
import io.backupman.core.report.ReportWithDeliveries;
import io.backupman.core.report.Route;
import io.backupman.core.report.alarm.KnownOutage;
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
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What the contract suites about failing destinations share. */
abstract class OutageContract extends StoreContract {
  static final Instant LATER = NOW.plus(Duration.ofDays(1));

  static final Instant NEVER = NOW.minus(Duration.ofDays(1));

  OutageContract(DatabaseSettings settings) {
    super(settings);
  }

  final void toAnn(String event, int count) {
    var report = Samples.finished(database, "shop", BackupStatus.FAILED, event, NOW);
    reports.add(IntStream.range(0, count).mapToObj(i -> to(report, "chat", "Ann")).toList());
  }

  static Delivery to(Report report, String notifier, String destination) {
    return Delivery.due(
        newId(), report.id(), notifier, destination, DeliveryTrigger.AUTOMATIC, NOW);
  }

  final Claim claim() {
    return Records.claim(queue, newId(), NOW, NOW, 1).getFirst();
  }

  final boolean retry(Claim claim, Instant at, String reason) {
    return queue.record(
        claim, attempt(claim, at, Attempt.Outcome.RETRY, reason), DeliveryStatus.PENDING, NOW);
  }

  final boolean deliver(Claim claim) {
    return queue.record(
        claim,
        attempt(claim, NOW, Attempt.Outcome.DELIVERED, "ok"),
        DeliveryStatus.DELIVERED,
        null);
  }

  static Attempt attempt(Claim claim, Instant at, Attempt.Outcome outcome, String detail) {
    var number = claim.delivery().attemptCount() + 1;
    return new Attempt(number, at, Duration.ofMillis(5), outcome, null, detail, "node");
  }

  final List<Outage> untold() {
    return outages.all().stream()
        .filter(known -> known.alarm() == null)
        .map(KnownOutage::outage)
        .toList();
  }

  final boolean announce(Outage outage) {
    return outages.announce(List.of(outage), OutageContract::told).isPresent();
  }

  final boolean tellRecovered(@Nullable UUID alarm) {
    return outages
        .tellRecovered(Objects.requireNonNull(alarm), over -> Optional.of(told(over.outages())))
        .isPresent();
  }

  static ReportWithDeliveries told(List<Outage> told) {
    var id = newId();
    var report = new Report(id, "told", null, told.getFirst().notifier(), "failed", "{}", NOW);
    return new ReportWithDeliveries(
        report, List.of(Samples.delivery(id, new Route("other", "x"), LATER)));
  }

  final List<ReportWithDeliveries> tellings() {
    return reports
        .list(new ReportQuery(99, null, "told", null, null, null, null, null, null, null))
        .results();
  }
}
