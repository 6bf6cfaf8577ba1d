package io.backupman.core.testing;

import com.github.f4b6a3.uuid.UuidCreator;
import io.backupman.core.backup.Backup;
import io.backupman.core.backup.BackupStore;
import io.backupman.core.node.ThisNode;
import io.backupman.core.notifier.Notifiers;
import io.backupman.core.report.Report;
import io.backupman.core.report.ReportFactory;
import io.backupman.core.report.delivery.DeliveryQueue;
import io.backupman.core.report.delivery.DeliveryQueue.Claim;
import io.backupman.core.report.delivery.DeliveryQueue.Waiting;
import io.backupman.core.schedule.TimeZones;
import io.backupman.notifier.spi.BackupReport;
import io.backupman.notifier.spi.BackupStatus;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/** Records as they are made in life. */
public final class Records {
  private Records() {}

  /** A pending backup. */
  public static Backup pending(String label, Instant now, UUID nodeId) {
    var id = UuidCreator.getTimeOrderedEpoch(now);
    return new Backup(
        BackupReport.builder(id, BackupStatus.PENDING, label, now).provider("sqlite").build(),
        null,
        nodeId);
  }

  /** A backup that has ended well. */
  public static BackupReport ended(String label, Instant now) {
    return pending(label, now, UUID.randomUUID()).snapshot().toBuilder()
        .status(BackupStatus.FINISHED)
        .finishedAt(now)
        .build();
  }

  /** Begins and ends a backup, so that its report goes to these notifiers. */
  public static Report reported(
      BackupStore store, Notifiers notifiers, String label, BackupStatus status, Instant now) {
    var pending = pending(label, now, UUID.randomUUID());
    store.begin(pending);
    var ended = pending.snapshot().toBuilder().status(status).finishedAt(now).build();
    var told = new ReportFactory(() -> notifiers, Clock.fixed(now, ZoneOffset.UTC)).ended(ended);
    store.finish(
        new Backup(ended, told.report().id(), pending.nodeId()), told.report(), told.deliveries());
    return told.report();
  }

  /** Makes reports that go to nobody. */
  public static ReportFactory toNobody(Clock clock) {
    return new ReportFactory(() -> Notifiers.NONE, clock);
  }

  /** Claims what is due on all routes, the route that has waited longest first. */
  public static List<Claim> claim(
      DeliveryQueue queue, UUID nodeId, Instant now, Instant leaseUntil, int limit) {
    var claims = new ArrayList<Claim>();
    var longestFirst =
        queue.waiting().stream().sorted(Comparator.comparing(Waiting::dueAt)).toList();
    for (var waiting : longestFirst) {
      if (claims.size() < limit) {
        claims.addAll(queue.claim(nodeId, waiting.route(), now, leaseUntil, limit - claims.size()));
      }
    }
    return claims;
  }

  /** What a report says of a backup beyond its record, where nobody has said where this is. */
  public static BackupReport.Builder told(BackupReport recorded) {
    return recorded.toBuilder().host(ThisNode.hostName()).timeZone(TimeZones.UTC.ofAll());
  }
}
