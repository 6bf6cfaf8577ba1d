package io.backupman.core.backup;

import io.backupman.core.node.ThisNode;
import io.backupman.core.report.DeliverySignal;
import io.backupman.core.report.ReportFactory;
import io.backupman.core.report.ReportWithDeliveries;
import io.backupman.core.schedule.TimeZones;
import io.backupman.notifier.spi.BackupReport;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Begins backups: the pending record and, if a notifier wants to hear of starts, their report are
 * written as one. Safe for use by several threads.
 */
public final class BackupBegin {
  private final BackupStore store;
  private final FiringStore firings;
  private final ReportFactory reports;
  private final Site site;
  private final DeliverySignal signal;

  /** Begins backups in a store, on this machine, with times in UTC. */
  public BackupBegin(
      BackupStore store, FiringStore firings, ReportFactory reports, DeliverySignal signal) {
    this(store, firings, reports, new Site(ThisNode.hostName(), TimeZones.UTC), signal);
  }

  /**
   * Begins backups in a store.
   *
   * @param store has the backups
   * @param firings has the firings of schedules
   * @param reports makes the reports
   * @param site where this is, for the reports
   * @param signal is given when there are new deliveries
   */
  public BackupBegin(
      BackupStore store,
      FiringStore firings,
      ReportFactory reports,
      Site site,
      DeliverySignal signal) {
    this.store = store;
    this.firings = firings;
    this.reports = reports;
    this.site = site;
    this.signal = signal;
  }

  /** Begins a backup; returns the pending one of the same label that stands in the way, if any. */
  Optional<UUID> begun(Backup pending) {
    var started = started(pending.snapshot());
    var inTheWay = store.begin(pending, started);
    tell(started, inTheWay.isEmpty());
    return inTheWay;
  }

  /** Begins a backup because a schedule fires, unless that firing is taken or one is running. */
  FiringStore.Outcome fired(Backup pending, Instant fireAt) {
    var started = started(pending.snapshot());
    var outcome = firings.begin(pending, started, fireAt);
    tell(started, outcome == FiringStore.Outcome.BEGUN);
    return outcome;
  }

  /** Begins a failed backup again. */
  BackupStore.Reopening retried(Backup pending) {
    var started = started(pending.snapshot());
    var reopening = store.reopen(pending, started);
    tell(started, reopening == BackupStore.Reopening.REOPENED);
    return reopening;
  }

  private void tell(Optional<ReportWithDeliveries> started, boolean recorded) {
    if (recorded && started.isPresent()) {
      signal.give();
    }
  }

  private Optional<ReportWithDeliveries> started(BackupReport pending) {
    return reports.started(
        pending.toBuilder()
            .host(site.hostName())
            .timeZone(site.timeZones().of(pending.label()))
            .build());
  }
}
