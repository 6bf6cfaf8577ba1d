package io.backupman.notifier.mail;

import io.backupman.notifier.spi.BackupReport;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.Destination;
import io.backupman.notifier.spi.DriveFile;
import io.backupman.notifier.spi.Notification;
import io.backupman.notifier.spi.NotifierContext;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the templates show, in words.
 *
 * @param finished whether the backup is well
 * @param label the data source's label
 * @param summary the report in one line
 * @param error why it failed, perhaps in several lines; empty if it did not
 * @param facts when, how long, how big and so on
 * @param drives every drive
 * @param link where to look; empty if that is not configured, or is no web address
 * @param reportId the report's identifier
 * @param backupId the backup's identifier
 * @param footer why this message came
 */
record ReportView(
    boolean finished,
    String label,
    String summary,
    String error,
    List<Fact> facts,
    List<DriveLine> drives,
    String link,
    String reportId,
    String backupId,
    String footer) {
  private static final int MOST_OF_A_TEXT = 4_000;

  /** One thing to know. */
  record Fact(String name, String value) {}

  /**
   * One drive.
   *
   * @param result how far the copy has come
   * @param detail where the copy is, or why there is none; may be empty
   */
  record DriveLine(String label, String provider, BackupStatus result, String detail) {

    /** The word for it. */
    String status() {
      return result.word();
    }

    /** The style class that colours the word in the dark. */
    String tone() {
      return switch (result) {
        case FINISHED -> "good";
        case FAILED -> "bad";
        case PENDING -> "quiet";
      };
    }

    /** The colour of the word in the light. */
    String colour() {
      return switch (result) {
        case FINISHED -> "#1f7a42";
        case FAILED -> "#b3261e";
        case PENDING -> "#5b636b";
      };
    }
  }

  static ReportView of(
      Notification notification, Destination destination, NotifierContext context) {
    var report = notification.report();
    var finished = report.status() == BackupStatus.FINISHED;
    return new ReportView(
        finished,
        OneLine.of(report.label()),
        summary(report, finished),
        finished ? "" : lines(report.error(), "No reason was given."),
        facts(report, context.clock().getZone()),
        report.driveFiles().stream().map(ReportView::drive).toList(),
        context.appUrl().flatMap(ReportView::webAddress).orElse(""),
        notification.reportId().toString(),
        report.id().toString(),
        footer(destination, context));
  }

  private static String summary(BackupReport report, boolean finished) {
    if (!finished) {
      return OneLine.of(lines(report.error(), "No reason was given."), 140);
    }
    var drives = report.driveFiles().size();
    return took(report).map(time -> "Done in " + time).orElse("Done")
        + (report.sizeBytes() == null ? "" : ", " + Wording.size(report.sizeBytes()))
        + ", on %d %s".formatted(drives, drives == 1 ? "drive" : "drives");
  }

  private static List<Fact> facts(BackupReport report, ZoneId zone) {
    var facts = new ArrayList<Fact>();
    facts.add(new Fact("Data source", source(report)));
    facts.add(new Fact("Started", Wording.time(start(report), zone)));
    end(report).ifPresent(end -> facts.add(new Fact("Ended", Wording.time(end, zone))));
    took(report).ifPresent(time -> facts.add(new Fact("Took", time)));
    var size = report.sizeBytes();
    if (size != null) {
      facts.add(new Fact("Size", Wording.size(size)));
    }
    return facts;
  }

  private static String source(BackupReport report) {
    var label = OneLine.of(report.label());
    return report.provider().isEmpty() ? label : label + " (" + OneLine.of(report.provider()) + ")";
  }

  private static Instant start(BackupReport report) {
    var started = report.startedAt();
    return started == null ? report.createdAt() : started;
  }

  private static Optional<Instant> end(BackupReport report) {
    var finished = report.finishedAt();
    return Optional.ofNullable(finished == null ? report.updatedAt() : finished);
  }

  private static Optional<String> took(BackupReport report) {
    return end(report).map(end -> Wording.duration(Duration.between(start(report), end)));
  }

  private static DriveLine drive(DriveFile file) {
    var failed = file.status() == BackupStatus.FAILED;
    var detail = failed ? lines(file.error(), "No reason was given.") : lines(file.path(), "");
    return new DriveLine(
        OneLine.of(file.label()), OneLine.of(file.provider()), file.status(), detail);
  }

  /** A text of several lines without other control characters. */
  private static String lines(@Nullable String text, String otherwise) {
    if (text == null || text.isBlank()) {
      return otherwise;
    }
    var lines =
        text.replace("\r\n", "\n")
            .replace('\r', '\n')
            .replaceAll("[\\p{Cntrl}&&[^\n\t]]", " ")
            .strip();
    return lines.length() <= MOST_OF_A_TEXT
        ? lines
        : lines.substring(0, MOST_OF_A_TEXT) + " … (cut; the report has it all)";
  }

  /** Only what a browser opens: the link is put into a page. */
  private static Optional<String> webAddress(URI uri) {
    var scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    return scheme.equals("http") || scheme.equals("https")
        ? Optional.of(uri.toString())
        : Optional.empty();
  }

  private static String footer(Destination destination, NotifierContext context) {
    return "Sent by Backupman %s on %s to %s, a destination of the notifier %s."
        .formatted(
            OneLine.of(context.version()),
            OneLine.of(context.hostName()),
            OneLine.of(destination.name()),
            OneLine.of(context.notifierName()));
  }
}
