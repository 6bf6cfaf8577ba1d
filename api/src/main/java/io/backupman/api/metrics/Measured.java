package io.backupman.api.metrics;

import io.backupman.core.metrics.MetricsStore;
import io.backupman.core.metrics.PoolUse;
import io.backupman.core.notifier.Notifiers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What is measured. Only names that are listed here are ever told: what else records hold may be
 * without end.
 *
 * @param version the version of this program
 * @param commit the commit that it was built from
 * @param sources the labels of the data sources
 * @param scheduled the labels of those that have a schedule
 * @param drives the labels of the drives
 * @param folders the folders of local drives, by label
 * @param notifiers gives the notifiers as they are now
 * @param store reads how things stand by the records
 * @param pool tells what the connections to the records are busy with
 */
public record Measured(
    String version,
    String commit,
    List<String> sources,
    List<String> scheduled,
    List<String> drives,
    Map<String, Path> folders,
    Supplier<Notifiers> notifiers,
    MetricsStore store,
    Supplier<PoolUse> pool) {

  /** Copies what it holds. */
  public Measured {
    sources = List.copyOf(sources);
    scheduled = List.copyOf(scheduled);
    drives = List.copyOf(drives);
    folders = Map.copyOf(folders);
  }
}
