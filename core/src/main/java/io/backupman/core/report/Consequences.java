package io.backupman.core.report;

import io.backupman.core.report.ReportStore.ReportWithDeliveries;
import io.backupman.notifier.spi.Outage;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What is written along with what became of a delivery.
 *
 * @param fallback the report's deliveries through another notifier, if this one is given up; those
 *     to a destination that the report has a delivery to already are left out
 * @param recovery makes the report that a destination is reached again, if somebody was told that
 *     it was not. Called within the transaction, perhaps more than once: it is to use no store
 */
public record Consequences(
    List<Delivery> fallback, Function<Outage, Optional<ReportWithDeliveries>> recovery) {

  /** Nothing else. */
  public static final Consequences NONE = new Consequences(List.of(), outage -> Optional.empty());

  /** Copies the list. */
  public Consequences {
    fallback = List.copyOf(fallback);
  }

  /** If the delivery is given up. */
  static Consequences of(List<Delivery> fallback) {
    return new Consequences(fallback, NONE.recovery);
  }

  /** If the destination is reached. */
  static Consequences of(Function<Outage, ReportWithDeliveries> recovery) {
    return new Consequences(List.of(), recovery.andThen(Optional::of));
  }
}
