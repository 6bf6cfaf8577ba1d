package io.backupman.server.command.text;

import io.backupman.core.backup.Backup;
import io.backupman.core.backup.Quantities;
import io.backupman.core.report.Delivery;
import io.backupman.core.report.DeliveryStatus;
import io.backupman.core.report.ReportWithDeliveries;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Records in one line each: the id first, for whoever copies it, and the label last. */
public final class ListText {
  private ListText() {}

  public static String of(Backup backup) {
    var size = backup.snapshot().sizeBytes();
    return "%s  %s  %-8s  %10s  %s"
        .formatted(
            backup.id(),
            seconds(backup.snapshot().createdAt()),
            backup.status().word(),
            size == null ? "-" : Quantities.size(size),
            backup.label());
  }

  public static String of(ReportWithDeliveries entry) {
    var report = entry.report();
    return "%s  %s  %-18s  %-24s  %s"
        .formatted(
            report.id(),
            seconds(report.createdAt()),
            report.event(),
            deliveries(entry),
            report.label());
  }

  private static String deliveries(ReportWithDeliveries entry) {
    var counts =
        entry.deliveries().stream()
            .collect(Collectors.groupingBy(Delivery::status, TreeMap::new, Collectors.counting()));
    return counts.isEmpty()
        ? "to nobody"
        : counts.entrySet().stream()
            .map(count -> count.getValue() + " " + word(count.getKey()))
            .collect(Collectors.joining(", "));
  }

  private static String word(DeliveryStatus status) {
    return status.word();
  }

  private static Instant seconds(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS);
  }
}
