package io.backupman.core.report.resend;

import io.backupman.core.notifier.Notifiers;
import io.backupman.core.report.Addressing;
import io.backupman.core.report.Delivery;
import io.backupman.core.report.DeliverySignal;
import io.backupman.core.report.DeliveryTrigger;
import io.backupman.core.report.ReportStore;
import io.backupman.core.report.ReportWithDeliveries;
import io.backupman.core.report.ResendSelection;
import io.backupman.core.request.RequestProblem;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends many stored reports again, batch by batch, oldest first: each batch is a transaction of its
 * own, so that neither memory nor locks grow with the number of reports. Safe for several threads
 * and several processes at once.
 */
public final class BulkResend implements BulkResender {
  private static final int BATCH = 200;

  private final ReportStore store;
  private final Supplier<Notifiers> notifiers;
  private final Clock clock;
  private final DeliverySignal signal;

  /**
   * Resends from a store.
   *
   * @param store has the reports
   * @param notifiers the notifiers of now
   * @param clock gives times in whole milliseconds
   * @param signal is given when there are new deliveries
   */
  public BulkResend(
      ReportStore store, Supplier<Notifiers> notifiers, Clock clock, DeliverySignal signal) {
    this.store = store;
    this.notifiers = notifiers;
    this.clock = clock;
    this.signal = signal;
  }

  @Override
  public Made resend(ResendSelection selection) {
    return inBatches(selection, this::resendBatch);
  }

  @Override
  public Made count(ResendSelection selection) {
    return inBatches(selection, this::countBatch);
  }

  private Made inBatches(ResendSelection selection, Batch batch) {
    var now = notifiers.get();
    requireSense(selection, now);
    var targets = new ResendTargets(selection, now);
    var made = Made.NONE;
    @Nullable UUID after = null;
    List<UUID> ids;
    do {
      ids = store.candidates(selection, after, BATCH);
      made = made.plus(batch.carryOut(ids, report -> deliveries(report, targets)));
      after = ids.isEmpty() ? null : ids.getLast();
    } while (ids.size() == BATCH);
    return made;
  }

  private static void requireSense(ResendSelection selection, Notifiers notifiers) {
    var until = selection.until();
    if (until != null && until.isBefore(selection.since())) {
      throw RequestProblem.invalid(
          "Until (" + until + ") is before Since (" + selection.since() + ").");
    }
    var name = selection.notifier();
    var chosen = new Addressing(notifiers).chosen(name == null ? List.of() : List.of(name));
    var destination = selection.destination();
    if (destination != null) {
      Addressing.requireDestination(destination, chosen);
    }
  }

  private List<Delivery> deliveries(ReportWithDeliveries report, ResendTargets targets) {
    return Delivery.due(
        report.report().id(), targets.of(report), DeliveryTrigger.RESEND, clock.instant());
  }

  private Made resendBatch(
      List<UUID> ids, Function<ReportWithDeliveries, List<Delivery>> deliveries) {
    var made = made(store.addToEach(ids, deliveries));
    if (made.deliveries() > 0) {
      signal.give();
    }
    return made;
  }

  private Made countBatch(
      List<UUID> ids, Function<ReportWithDeliveries, List<Delivery>> deliveries) {
    return made(
        store.find(ids).stream().flatMap(report -> deliveries.apply(report).stream()).toList());
  }

  private static Made made(List<Delivery> deliveries) {
    return new Made(
        deliveries.stream().map(Delivery::reportId).distinct().count(), deliveries.size());
  }

  @FunctionalInterface
  private interface Batch {
    Made carryOut(List<UUID> ids, Function<ReportWithDeliveries, List<Delivery>> deliveries);
  }
}
