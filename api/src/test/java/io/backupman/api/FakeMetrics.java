package io.backupman.api;

import io.backupman.api.metrics.Measured;
import io.backupman.api.metrics.Metrics;
import io.backupman.core.metrics.MetricsStore;
import io.backupman.core.metrics.PoolUse;
import io.backupman.core.metrics.Situation;
import io.backupman.core.metrics.WaitingDeliveries;
import io.backupman.core.notifier.Notifiers;
import io.backupman.core.report.Route;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Records of which everything that monitoring asks can be set. */
final class FakeMetrics implements MetricsStore {
  static final Situation QUIET = new Situation(List.of(), Set.of(), Set.of(), Set.of());

  volatile Supplier<Situation> situation = () -> QUIET;
  volatile List<WaitingDeliveries> waiting = List.of();

  @Override
  public Situation situation(Collection<String> labels) {
    return situation.get();
  }

  @Override
  public List<WaitingDeliveries> waiting() {
    return waiting;
  }

  /** What is measured of these records, and of a data source, a drive and these notifiers. */
  Metrics metrics(Supplier<Notifiers> notifiers, Map<String, Path> folders) {
    return new Metrics(
        new Measured(
            "1.2.3",
            "abc123",
            List.of("Shop", "Blog"),
            List.of("Shop"),
            List.of("Local Drive"),
            folders,
            notifiers,
            this,
            () -> new PoolUse(3, 2, 10, 1)));
  }

  /** Of a server in which nothing happens. */
  static Metrics idle() {
    return new FakeMetrics().metrics(() -> Notifiers.NONE, Map.of());
  }

  static WaitingDeliveries waiting(String notifier, String destination, long count) {
    return new WaitingDeliveries(new Route(notifier, destination), count, Samples.TEN);
  }
}
