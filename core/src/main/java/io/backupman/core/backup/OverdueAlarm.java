package io.backupman.core.backup;

import io.backupman.core.backup.AwaitedStore.Awaited;
import io.backupman.core.backup.Standing.Failure;
import io.backupman.core.report.DeliverySignal;
import io.backupman.core.report.ReportFactory;
import io.backupman.core.schedule.CronSchedule;
import io.backupman.notifier.spi.OverdueBackup;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Raises an alarm for each data source that is backed up at its times, but of which no backup has
 * finished for too long: one report, until one does. Any number of processes may look at once. Safe
 * for use by several threads.
 */
public final class OverdueAlarm {
  private static final System.Logger LOG = System.getLogger(OverdueAlarm.class.getName());

  private final AwaitedStore store;
  private final Map<String, CronSchedule> schedules;
  private final Function<String, Standing> standings;
  private final ReportFactory reports;
  private final String hostName;
  private final Clock clock;
  private final DeliverySignal signal;
  private final Predicate<String> running;

  /**
   * An alarm.
   *
   * @param store has the records
   * @param schedules the schedules of this process, each label once
   * @param standings how the data source of a label fares
   * @param reports makes the reports
   * @param hostName the name of this machine
   * @param clock gives times in whole milliseconds
   * @param signal is given when there are new deliveries
   * @param running whether a backup of a data source runs for no longer than it may; its end is
   *     waited for
   */
  public OverdueAlarm(
      AwaitedStore store,
      List<CronSchedule> schedules,
      Function<String, Standing> standings,
      ReportFactory reports,
      String hostName,
      Clock clock,
      DeliverySignal signal,
      Predicate<String> running) {
    this.store = store;
    this.schedules =
        schedules.stream().collect(Collectors.toMap(CronSchedule::label, Function.identity()));
    this.standings = standings;
    this.reports = reports;
    this.hostName = hostName;
    this.clock = clock;
    this.signal = signal;
    this.running = running;
  }

  /** Looks once, and tells of what is overdue now. */
  public void raise() {
    var now = clock.instant();
    store.seen(schedules.keySet(), now).stream()
        .filter(awaited -> !awaited.announced())
        .forEach(awaited -> look(awaited, now));
  }

  /** Looks at one data source; a failure must not keep the others untold. */
  private void look(Awaited awaited, Instant now) {
    try {
      overdue(awaited, now).ifPresent(late -> raise(awaited, late));
    } catch (RuntimeException e) {
      LOG.log(
          System.Logger.Level.ERROR,
          "Whether a backup of \"" + awaited.label() + "\" is overdue could not be told.",
          e);
    }
  }

  private Optional<OverdueBackup> overdue(Awaited awaited, Instant now) {
    return Optional.ofNullable(schedules.get(awaited.label()))
        .flatMap(
            schedule ->
                schedule
                    .overdueAt(awaited.since())
                    .filter(due -> due.isBefore(now) && !running.test(awaited.label()))
                    .map(due -> overdue(awaited, due, schedule)));
  }

  private OverdueBackup overdue(Awaited awaited, Instant due, CronSchedule schedule) {
    var standing = standings.apply(awaited.label());
    var last = standing.lastFailure();
    return OverdueBackup.builder(awaited.label(), awaited.since(), due)
        .lastFinishedAt(awaited.finishedAt())
        .failures(standing.failures())
        .lastFailedId(last.map(Failure::id).orElse(null))
        .lastFailedAt(last.map(Failure::at).orElse(null))
        .lastError(last.map(Failure::error).orElse(null))
        .host(hostName)
        .timeZone(schedule.zone())
        .build();
  }

  private void raise(Awaited awaited, OverdueBackup overdue) {
    var told = reports.overdue(overdue);
    if (!store.announce(awaited, told)) {
      return;
    }
    LOG.log(
        System.Logger.Level.WARNING,
        "No backup of \"{0}\" has finished {1}; one should have by {2}.{3}",
        overdue.label(),
        overdue.lastFinishedAt() == null ? "yet" : "since " + overdue.lastFinishedAt(),
        overdue.dueAt(),
        told.deliveries().isEmpty() ? " There is no notifier that could tell anybody." : "");
    signal.give();
  }
}
