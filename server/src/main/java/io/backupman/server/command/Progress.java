package io.backupman.server.command;

import io.backupman.core.backup.Backup;
import io.backupman.core.backup.BackupOperations;
import io.backupman.core.backup.BackupOperations.Running;
import io.backupman.core.backup.BackupProgress;
import io.backupman.core.backup.BackupStore;
import io.backupman.core.report.Delivery;
import io.backupman.core.report.DeliveryStatus;
import io.backupman.core.report.ReportStore;
import io.backupman.core.store.engine.StoreException;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.server.app.Application;
import io.backupman.server.command.terminal.Palette;
import io.backupman.server.command.terminal.ProgressDisplay;
import io.backupman.server.command.text.BackupText;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
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
  private final BackupOperations operations;
  private final PrintWriter out;
  private final Palette palette;
  private final String program;
  private final ProgressDisplay display;

  Progress(Application application, Root root) {
    this.backups = application.ports().backups().store();
    this.reports = application.ports().reports().store();
    this.operations = application.ports().backups().operations();
    this.out = root.out();
    this.palette = root.terminal().palette();
    this.program = root.invocation();
    this.display = ProgressDisplay.of(out, root.terminal().interactive());
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
    var ended = awaitEnds(started);
    for (var backup : ended) {
      var reportId = backup.reportId();
      if (reportId != null) {
        awaitAttempts(reportId, reports.deliveries(reportId));
      }
    }
    return ended.stream().allMatch(b -> b.status() == BackupStatus.FINISHED);
  }

  private List<Backup> awaitEnds(List<Backup> started) throws InterruptedException {
    var open = new ArrayList<>(started);
    var ended = new ArrayList<Backup>();
    while (true) {
      for (var backup : List.copyOf(open)) {
        var end = look(backup.id()).filter(b -> b.status() != BackupStatus.PENDING);
        end.ifPresent(
            e -> {
              open.remove(backup);
              ended.add(e);
              display.clear();
              out.println(BackupText.of(e, palette));
              if (e.status() == BackupStatus.FAILED) {
                out.println("  Try again with: " + program + " retry " + e.id());
              }
              out.flush();
            });
      }
      if (open.isEmpty()) {
        return ended;
      }
      show(open);
      TimeUnit.NANOSECONDS.sleep(LOOK_EVERY.toNanos());
    }
  }

  private void show(List<Backup> open) {
    var running = new LinkedHashMap<String, BackupProgress>();
    open.forEach(b -> operations.progress(b.id()).ifPresent(now -> running.put(b.label(), now)));
    display.show(running);
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
      out.printf("  report %s: %s deliveries are still waiting%n", reportId, open.size());
    }
  }

  private static boolean hadAnAttempt(Delivery delivery) {
    return delivery.status() != DeliveryStatus.PENDING || delivery.lastError() != null;
  }

  private String text(UUID reportId, Delivery delivery) {
    var to =
        "report %s to %s / %s: ".formatted(reportId, delivery.notifier(), delivery.destination());
    return switch (delivery.status()) {
      case DELIVERED -> to + palette.good("delivered");
      case FAILED -> to + palette.bad("failed") + ". " + delivery.lastError();
      case SKIPPED -> to + "skipped. " + delivery.lastError();
      case PENDING ->
          to
              + palette.doubtful("not delivered yet")
              + ", next attempt at "
              + delivery.nextAttemptAt()
              + ". "
              + delivery.lastError();
    };
  }
}
