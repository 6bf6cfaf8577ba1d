package io.backupman.api.wire;

import io.backupman.core.report.Report;
import io.backupman.core.report.ReportWithDeliveries;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A report without its payload.
 *
 * @param <D> how much is said of its deliveries
 */
public record ReportJson<D>(
    UUID id,
    String event,
    @Nullable UUID backupId,
    String label,
    String status,
    Instant createdAt,
    List<D> deliveries) {

  /** The report with these deliveries. */
  public static <D> ReportJson<D> of(Report report, List<D> deliveries) {
    return new ReportJson<>(
        report.id(),
        report.event(),
        report.backupId(),
        report.label(),
        report.status(),
        report.createdAt(),
        deliveries);
  }

  /** The report as lists show it. */
  public static ReportJson<DeliveryJson> of(ReportWithDeliveries found) {
    return of(found.report(), found.deliveries().stream().map(DeliveryJson::of).toList());
  }
}
