package io.backupman.core.store;

import com.github.f4b6a3.uuid.UuidCreator;
import com.github.f4b6a3.uuid.util.UuidUtil;
import io.backupman.core.backup.Backup;
import io.backupman.core.node.Node;
import io.backupman.core.report.Attempt;
import io.backupman.core.report.Delivery;
import io.backupman.core.report.DeliveryTrigger;
import io.backupman.core.report.Report;
import io.backupman.core.report.Route;
import io.backupman.notifier.spi.BackupReport;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.DriveFile;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Records to write. */
final class Samples {
  static final UUID NODE = newId();

  private Samples() {}

  static UUID newId() {
    return UuidCreator.getTimeOrderedEpoch();
  }

  /** The time within an identifier, which is its record's too. */
  static Instant timeOf(UUID id) {
    return Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16);
  }

  static boolean isVersion7(UUID id) {
    return UuidUtil.isTimeOrderedEpoch(id);
  }

  static Backup pending(String label, String... drives) {
    return pending(newId(), NODE, label, drives);
  }

  static Backup pending(UUID id, UUID node, String label, String... drives) {
    var files = new ArrayList<DriveFile>();
    for (var drive : drives) {
      files.add(DriveFile.builder(newId(), id, "local", drive, timeOf(id)).build());
    }
    var report =
        BackupReport.builder(id, BackupStatus.PENDING, label, timeOf(id))
            .provider("mysql")
            .trigger("manual")
            .driveFiles(files)
            .build();
    return new Backup(report, null, node);
  }

  static Backup ended(Backup pending, BackupStatus status, UUID reportId) {
    return ended(pending, status, reportId, status == BackupStatus.FAILED ? "It broke." : null);
  }

  static Backup ended(Backup pending, BackupStatus status, UUID reportId, @Nullable String error) {
    var id = pending.id();
    var files =
        pending.driveFiles().stream()
            .map(f -> f.toBuilder().status(status).path("backups/" + f.label()).build())
            .toList();
    var report =
        BackupReport.builder(id, status, pending.label(), timeOf(id))
            .provider("mysql")
            .trigger("manual")
            .driveFiles(files)
            .updatedAt(timeOf(id).plusMillis(9))
            .startedAt(timeOf(id).plusMillis(2))
            .finishedAt(timeOf(id).plusMillis(9))
            .dumpPath("/tmp/dump.sql.gz")
            .sizeBytes(5_000_000_000L)
            .sha256("0".repeat(64))
            .error(error)
            .build();
    return new Backup(report, reportId, pending.nodeId(), pending.run());
  }

  static Report report(Backup backup) {
    return report(newId(), backup, "backup_report", "{}");
  }

  static Report report(UUID id, Backup backup, String event, String payload) {
    var status = backup.status().word();
    return new Report(id, event, backup.id(), backup.label(), status, payload, timeOf(id));
  }

  static Delivery delivery(UUID reportId, String notifier, Instant due) {
    return delivery(reportId, new Route(notifier, "To " + newId()), due);
  }

  static Delivery delivery(UUID reportId, Route route, Instant due) {
    return Delivery.due(
        newId(), reportId, route.notifier(), route.destination(), DeliveryTrigger.AUTOMATIC, due);
  }

  static Attempt attempt(int number, Attempt.Outcome outcome, String detail) {
    return new Attempt(
        number,
        Instant.parse("2026-03-29T02:30:00.123456Z").plusSeconds(number),
        Duration.ofNanos(1_234_567_000),
        outcome,
        503,
        detail,
        "node-1");
  }

  static Node node(UUID id) {
    return new Node(id, "host 🐘", "machine", 4711, 1_700_000_000_123L, 1);
  }

  /** Records a backup that has ended, with its report and one delivery for each notifier. */
  static Report finished(Database database, String label, Instant due, String... notifiers) {
    return finished(database, label, BackupStatus.FINISHED, "backup_report", due, notifiers);
  }

  static Report finished(
      Database database,
      String label,
      BackupStatus status,
      String event,
      Instant due,
      String... notifiers) {
    var pending = pending(label, "Drive");
    database.backups().begin(pending);
    var reportId = newId();
    var ended = ended(pending, status, reportId);
    var report = report(reportId, ended, event, "{\"Label\":\"" + label + "\"}");
    var deliveries = List.of(notifiers).stream().map(n -> delivery(reportId, n, due)).toList();
    database.backups().finish(ended, report, deliveries);
    return report;
  }

  static BackupReport dumpOf(Backup backup) {
    return BackupReport.builder(
            backup.id(), BackupStatus.PENDING, backup.label(), timeOf(backup.id()))
        .dumpPath("/tmp/x.gz")
        .sizeBytes(12L)
        .sha256("ab".repeat(32))
        .startedAt(timeOf(backup.id()).plusMillis(3))
        .build();
  }
}
