package io.backupman.core.metrics;

import java.util.Collection;
import java.util.List;

/** Reads for monitoring how things stand. Safe for use by several threads and several processes. */
public interface MetricsStore {

  /**
   * How things stand by the records. Costs a handful of small queries, however many records there
   * are.
   *
   * @param labels the data sources that are asked for
   */
  Situation situation(Collection<String> labels);

  /** What waits on each route. Costs reading as many entries of an index as deliveries wait. */
  List<WaitingDeliveries> waiting();
}
