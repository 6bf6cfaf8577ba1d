package io.backupman.notifier.spi.summary;

import io.backupman.notifier.spi.BackupReport;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.DriveFile;
import io.backupman.notifier.spi.Notification;
import io.backupman.notifier.spi.Verification;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An event of a backup in words. */
final class BackupWords {
  static final int LONGEST_REASON = 4_000;

  private static final int LONGEST_LINE = 140;
  private static final int LONGEST_WARNING = 1_000;
  private static final Set<String> KNOWN =
      Set.of(Notification.BACKUP_REPORT, Notification.BACKUP_STARTED);
  private static final String NO_REASON = "No reason was given.";

  private final Notification notification;
  private final BackupReport backup;
  private final ZoneId zone;

  BackupWords(Notification notification, BackupReport backup, ZoneId zone) {
    this.notification = notification;
    this.backup = backup;
    var own = backup.timeZone();
    this.zone = own == null ? zone : own;
  }

  Summary summary() {
    return new Summary(
        severity(),
        title(),
        line(),
        failed() ? reason(backup.error()) : "",
        warning(),
        facts(),
        drives());
  }

  private boolean failed() {
    return backup.status() == BackupStatus.FAILED;
  }

  private boolean isTest() {
    return notification.event().equals(Notification.TEST);
  }

  private Severity severity() {
    if (isTest() || backup.status() == BackupStatus.PENDING) {
      return Severity.INFO;
    }
    return failed() ? Severity.ERROR : Severity.SUCCESS;
  }

  private String title() {
    var label = PlainText.oneLine(backup.label());
    if (isTest()) {
      return label + ": this is how a report looks";
    }
    if (!KNOWN.contains(notification.event())) {
      return label + ": " + PlainText.oneLine(notification.event()).replace('_', ' ');
    }
    return label
        + switch (backup.status()) {
          case PENDING -> ": backup started";
          case FAILED -> ": backup failed";
          case FINISHED -> ": backup finished" + (backup.recovered() ? " (recovered)" : "");
        };
  }

  private String line() {
    return switch (backup.status()) {
      case PENDING -> "Started at " + Quantities.time(start(), zone) + ".";
      case FAILED -> PlainText.cut(PlainText.oneLine(reason(backup.error())), LONGEST_LINE);
      case FINISHED -> done();
    };
  }

  private String done() {
    var copies = backup.driveFiles().size();
    return took().map(time -> "Done in " + time).orElse("Done")
        + (backup.sizeBytes() == null ? "" : ", " + Quantities.size(backup.sizeBytes()))
        + ", on %s %s".formatted(copies, copies == 1 ? "drive" : "drives")
        + (backup.recovered() ? "; the one before had failed." : ".");
  }

  private String warning() {
    var warning = backup.warning();
    return warning == null ? "" : PlainText.cut(PlainText.oneLine(warning), LONGEST_WARNING);
  }

  private List<Fact> facts() {
    var facts = new ArrayList<Fact>();
    facts.add(new Fact("Data source", source()));
    facts.add(new Fact("Started", Quantities.time(start(), zone)));
    end().ifPresent(end -> facts.add(new Fact("Ended", Quantities.time(end, zone))));
    took().ifPresent(time -> facts.add(new Fact("Took", time)));
    var size = backup.sizeBytes();
    if (size != null) {
      facts.add(new Fact("Size", Quantities.size(size)));
    }
    var verification = backup.verification();
    if (verification != null) {
      facts.add(restored(verification));
    }
    if (failed()) {
      FailureFacts.facts(backup.lastFinishedAt(), backup.failures(), start(), zone)
          .forEach(facts::add);
    }
    FailureFacts.host(backup.host()).ifPresent(facts::add);
    if (failed() && !isTest()) {
      facts.addAll(FailureFacts.retry(backup.id()));
    }
    return facts;
  }

  private static Fact restored(Verification verification) {
    var tables = verification.tables();
    var rows = verification.rows();
    if (verification.status() != Verification.Status.VERIFIED || tables == null || rows == null) {
      var reason = PlainText.oneLine(reason(verification.detail()));
      return new Fact("Restore failed", PlainText.cut(reason, LONGEST_WARNING));
    }
    var counted = Quantities.counted(tables, "table") + ", " + Quantities.counted(rows, "row");
    var notTried = verification.detail() == null ? "" : ". " + verification.detail();
    return new Fact(
        "Restore verified", PlainText.cut(PlainText.oneLine(counted + notTried), LONGEST_WARNING));
  }

  private String source() {
    var label = PlainText.oneLine(backup.label());
    return backup.provider().isEmpty()
        ? label
        : label + " (" + PlainText.oneLine(backup.provider()) + ")";
  }

  private Instant start() {
    var started = backup.startedAt();
    return started == null ? backup.createdAt() : started;
  }

  private Optional<Instant> end() {
    if (backup.status() == BackupStatus.PENDING) {
      return Optional.empty();
    }
    var finished = backup.finishedAt();
    return Optional.ofNullable(finished == null ? backup.updatedAt() : finished);
  }

  private Optional<String> took() {
    return end().map(end -> Quantities.duration(Duration.between(start(), end)));
  }

  /** A reason that several drives have in common is said once. */
  private List<Fact> drives() {
    var drives = new ArrayList<Fact>();
    var failed = new HashMap<String, Integer>();
    for (var file : backup.driveFiles()) {
      var drive = drive(file);
      var same = failed.get(drive.value());
      if (same != null) {
        drives.set(same, new Fact(drives.get(same).name() + ", " + drive.name(), drive.value()));
        continue;
      }
      if (hasFailed(file)) {
        failed.put(drive.value(), drives.size());
      }
      drives.add(drive);
    }
    return drives;
  }

  private static Fact drive(DriveFile file) {
    var label = PlainText.oneLine(file.label());
    if (!hasFailed(file)) {
      return new Fact(label, file.status().word());
    }
    var earlier = file.status() == BackupStatus.FINISHED ? " The earlier copy is still there." : "";
    var reason = PlainText.oneLine(reason(file.error()));
    return new Fact(label, BackupStatus.FAILED.word() + ": " + reason + earlier);
  }

  /** The record of an earlier copy is finished, with the error of the one that was to follow. */
  private static boolean hasFailed(DriveFile file) {
    return file.status() == BackupStatus.FAILED || file.error() != null;
  }

  private static String reason(@Nullable String error) {
    var lines = error == null ? "" : PlainText.lines(error);
    return lines.isEmpty() ? NO_REASON : PlainText.cut(lines, LONGEST_REASON);
  }
}
