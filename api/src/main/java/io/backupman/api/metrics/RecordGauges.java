package io.backupman.api.metrics;

import static io.backupman.api.metrics.Values.seconds;

import io.backupman.core.metrics.Situation;
import io.backupman.core.metrics.Situation.LastBackup;
import io.backupman.core.metrics.WaitingDeliveries;
import io.backupman.core.report.Route;
import io.backupman.notifier.spi.BackupStatus;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tells what the records know, whatever process it happened in. While they cannot be read, it tells
 * nothing but that. Safe for use by several threads.
 */
final class RecordGauges {
  private static final String[] SOURCE = {"source"};
  private static final String[] ROUTE = {"notifier", "destination"};

  private final RouteLabels routes;
  private final Look<Situation> situation;
  private final Look<List<WaitingDeliveries>> waiting;

  RecordGauges(Measured measured, RouteLabels routes, Values values) {
    this.routes = routes;
    situation = new Look<>(() -> measured.store().situation(measured.sources()));
    waiting = new Look<>(() -> measured.store().waiting());
    values.gauge(
        "backupman_database_up",
        "1 if the own database answers, else 0.",
        gauge -> gauge.call(situation.seen().isPresent() ? 1 : 0));
    ofBackups(measured, values);
    ofDeliveries(values);
  }

  private void ofBackups(Measured measured, Values values) {
    values.gauge(
        "backupman_backup_last_finished_timestamp_seconds",
        "When the last finished backup ended.",
        gauge -> last(gauge, BackupStatus.FINISHED, last -> seconds(last.endedAt())),
        SOURCE);
    values.gauge(
        "backupman_backup_last_failed_timestamp_seconds",
        "When the last failed backup ended.",
        gauge -> last(gauge, BackupStatus.FAILED, last -> seconds(last.endedAt())),
        SOURCE);
    values.gauge(
        "backupman_backup_last_duration_seconds",
        "How long the last finished backup took.",
        gauge -> last(gauge, BackupStatus.FINISHED, last -> seconds(last.duration())),
        SOURCE);
    values.gauge(
        "backupman_backup_last_size_bytes",
        "How large the dump of the last finished backup is.",
        gauge -> last(gauge, BackupStatus.FINISHED, LastBackup::sizeBytes),
        SOURCE);
    values.gauge(
        "backupman_backup_running",
        "1 while a backup runs, else 0.",
        gauge -> flags(gauge, measured.sources(), Situation::running),
        SOURCE);
    values.gauge(
        "backupman_backup_overdue",
        "1 while the next backup is overdue, else 0.",
        gauge -> flags(gauge, measured.scheduled(), Situation::overdue),
        SOURCE);
  }

  private void ofDeliveries(Values values) {
    values.gauge(
        "backupman_destination_failing",
        "1 while a destination is failing, else 0.",
        this::failing,
        ROUTE);
    values.gauge(
        "backupman_deliveries_waiting",
        "Deliveries of reports that have not ended.",
        this::waiting,
        ROUTE);
    values.gauge(
        "backupman_delivery_oldest_waiting_timestamp_seconds",
        "When the oldest delivery that has not ended was made.",
        this::oldest,
        ROUTE);
  }

  /** Begins all looks, so that they take together as long as the longest of them. */
  void begin() {
    situation.begin();
    waiting.begin();
  }

  private void last(
      GaugeWithCallback.Callback gauge,
      BackupStatus status,
      Function<LastBackup, @Nullable Number> value) {
    situation.seen().stream()
        .flatMap(now -> now.last().stream())
        .filter(last -> last.status() == status)
        .forEach(last -> Values.call(gauge, value.apply(last), last.label()));
  }

  private void flags(
      GaugeWithCallback.Callback gauge,
      List<String> sources,
      Function<Situation, Set<String>> those) {
    situation
        .seen()
        .map(those)
        .ifPresent(
            found -> sources.forEach(label -> gauge.call(found.contains(label) ? 1 : 0, label)));
  }

  private void failing(GaugeWithCallback.Callback gauge) {
    situation
        .seen()
        .map(now -> now.failing().stream().map(routes::of).collect(Collectors.toSet()))
        .ifPresent(
            failing ->
                configuredAnd(failing)
                    .forEach(route -> call(gauge, failing.contains(route) ? 1 : 0, route)));
  }

  private void waiting(GaugeWithCallback.Callback gauge) {
    waiting
        .seen()
        .map(
            found ->
                found.stream()
                    .collect(
                        Collectors.groupingBy(
                            w -> routes.of(w.route()),
                            Collectors.summingLong(WaitingDeliveries::count))))
        .ifPresent(
            counts ->
                configuredAnd(counts.keySet())
                    .forEach(route -> call(gauge, counts.getOrDefault(route, 0L), route)));
  }

  private void oldest(GaugeWithCallback.Callback gauge) {
    waiting.seen().stream()
        .flatMap(List::stream)
        .collect(
            Collectors.toMap(w -> routes.of(w.route()), w -> seconds(w.oldestSince()), Math::min))
        .forEach((route, since) -> call(gauge, since, route));
  }

  private Set<Route> configuredAnd(Collection<Route> others) {
    var all = new LinkedHashSet<>(routes.all());
    all.addAll(others);
    return all;
  }

  private static void call(GaugeWithCallback.Callback gauge, Number value, Route route) {
    Values.call(gauge, value, route.notifier(), route.destination());
  }
}
