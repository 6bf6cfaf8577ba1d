package io.backupman.server.command;

import io.backupman.core.backup.Backup;
import io.backupman.core.backup.BackupStarter.Running;
import io.backupman.core.backup.BackupStore;
import io.backupman.core.report.Delivery;
import io.backupman.core.report.DeliveryStatus;
import io.backupman.core.report.ReportStore;
import io.backupman.core.store.StoreException;
import io.backupman.notifier.spi.BackupStatus;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** Tells a person how backups and deliveries go, and waits for them. */
final class Progress {
  private static final System.Logger LOG = System.getLogger(Progress.class.getName());
  private static final Duration LOOK_EVERY = Duration.ofMillis(200);
  private static final Duration LONGEST_FIRST_ATTEMPT = Duration.ofMinutes(3);

  private final BackupStore backups;
  private final ReportStore reports;
  private final PrintWriter out;

  Progress(BackupStore backups, ReportStore reports, PrintWriter out) {
    this.backups = backups;
    this.reports = reports;
    this.out = out;
  }

  void alreadyRunning(Running running) {
    out.printf("%s: a backup is running already (%s).%n", running.label(), running.id());
  }

  /**
   * Waits until each backup has ended and each delivery of its report has had its first attempt.
   *
   * @return whether all have finished
   */
  boolean await(List<Backup> started) throws InterruptedException {
    started.forEach(b -> out.printf("%s: started (%s)%n", b.label(), b.id()));
    out.flush();
    var ended = new ArrayList<Backup>();
    for (var backup : started) {
      var end = awaitEnd(backup.id());
      ended.add(end);
      out.println(BackupText.of(end));
      out.flush();
    }
    for (var backup : ended) {
      var reportId = backup.reportId();
      if (reportId != null) {
        awaitAttempts(reportId, reports.deliveries(reportId));
      }
    }
    return ended.stream().allMatch(b -> b.status() == BackupStatus.FINISHED);
  }

  private Backup awaitEnd(UUID id) throws InterruptedException {
    while (true) {
      var ended = look(id).filter(b -> b.status() != BackupStatus.PENDING);
      if (ended.isPresent()) {
        return ended.get();
      }
      TimeUnit.NANOSECONDS.sleep(LOOK_EVERY.toNanos());
    }
  }

  /** A database that is away for a while must not end the command, and with it the backup. */
  private Optional<Backup> look(UUID id) {
    try {
      return backups.find(id);
    } catch (StoreException e) {
      LOG.log(System.Logger.Level.WARNING, "The backup cannot be looked at now; trying on.", e);
      return Optional.empty();
    }
  }

  /** Waits until each of these deliveries has had an attempt, and says how it went. */
  void awaitAttempts(UUID reportId, List<Delivery> awaited) throws InterruptedException {
    var deadline = System.nanoTime() + LONGEST_FIRST_ATTEMPT.toNanos();
    Set<UUID> open = new HashSet<>(awaited.stream().map(Delivery::id).toList());
    while (!open.isEmpty() && System.nanoTime() < deadline) {
      for (var delivery : reports.deliveries(reportId)) {
        if (open.contains(delivery.id()) && hadAnAttempt(delivery)) {
          open.remove(delivery.id());
          out.println("  " + text(reportId, delivery));
          out.flush();
        }
      }
      TimeUnit.NANOSECONDS.sleep(LOOK_EVERY.toNanos());
    }
    if (!open.isEmpty()) {
      out.printf("  report %s: %d deliveries are still waiting%n", reportId, open.size());
    }
  }

  private static boolean hadAnAttempt(Delivery delivery) {
    return delivery.status() != DeliveryStatus.PENDING || delivery.lastError() != null;
  }

  private static String text(UUID reportId, Delivery delivery) {
    var to =
        "report %s to %s / %s: ".formatted(reportId, delivery.notifier(), delivery.destination());
    return switch (delivery.status()) {
      case DELIVERED -> to + "delivered";
      case FAILED -> to + "failed. " + delivery.lastError();
      case SKIPPED -> to + "skipped. " + delivery.lastError();
      case PENDING ->
          to
              + "not delivered yet, next attempt at "
              + delivery.nextAttemptAt()
              + ". "
              + delivery.lastError();
    };
  }
}
