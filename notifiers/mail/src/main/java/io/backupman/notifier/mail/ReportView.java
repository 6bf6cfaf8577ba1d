package io.backupman.notifier.mail;

import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.Destination;
import io.backupman.notifier.spi.DriveFile;
import io.backupman.notifier.spi.Notification;
import io.backupman.notifier.spi.NotifierContext;
import io.backupman.notifier.spi.summary.Fact;
import io.backupman.notifier.spi.summary.PlainText;
import io.backupman.notifier.spi.summary.Severity;
import io.backupman.notifier.spi.summary.Summary;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the templates show, in words.
 *
 * @param severity how it looks
 * @param title what happened, in a few words
 * @param summary the report in one line
 * @param reason why it went wrong, perhaps in several lines; empty if it did not
 * @param warning what to look at though it went well, a sentence; empty if there is nothing
 * @param facts when, how long, how big and so on
 * @param drives every drive
 * @param link where to look; empty if there is no such page, or it is no web address
 * @param reportId the report's identifier
 * @param backupId the backup's identifier; empty if it is about none
 * @param footer why this message came
 */
record ReportView(
    Severity severity,
    String title,
    String summary,
    String reason,
    String warning,
    List<Fact> facts,
    List<DriveLine> drives,
    String link,
    String reportId,
    String backupId,
    String footer) {
  private static final int MOST_OF_A_TEXT = 4_000;
  private static final String NO_WORDS = "This notifier knows no more about this event.";
  private static final String GREEN = "#1f7a42";
  private static final String RED = "#b3261e";
  private static final String GREY = "#5b636b";
  private static final String BLACK = "#1b1f24";

  /**
   * One drive.
   *
   * @param result how far the copy has come
   * @param detail where the copy is, or why there is none; may be empty
   */
  record DriveLine(String label, String provider, BackupStatus result, String detail) {

    DriveLine withoutDetail() {
      return new DriveLine(label, provider, result, "");
    }

    /** The word for it. */
    String status() {
      return result.word();
    }

    /** The style class that colours the word in the dark. */
    String tone() {
      return switch (result) {
        case FINISHED -> "good";
        case FAILED -> "bad";
        default -> "quiet";
      };
    }

    /** The colour of the word in the light. */
    String colour() {
      return switch (result) {
        case FINISHED -> GREEN;
        case FAILED -> RED;
        default -> GREY;
      };
    }

    /** The style class of the detail in the dark: a reason is to be read, a path to be found. */
    String detailTone() {
      return result == BackupStatus.FAILED ? "strong" : "quiet";
    }

    /** The colour of the detail in the light. */
    String detailColour() {
      return result == BackupStatus.FAILED ? BLACK : GREY;
    }
  }

  static ReportView of(
      Notification notification, Destination destination, NotifierContext context) {
    var summary = Summary.of(notification, context);
    var backup = notification.backup();
    return new ReportView(
        summary.severity(),
        summary.title(),
        summary.line().isEmpty() ? NO_WORDS : summary.line(),
        summary.reason(),
        summary.warning(),
        summary.facts(),
        backup == null ? List.of() : drives(backup.driveFiles()),
        context.page().flatMap(ReportView::webAddress).orElse(""),
        notification.reportId().toString(),
        backup == null ? "" : backup.id().toString(),
        footer(destination, context));
  }

  /** The style class that colours the title in the dark. */
  String tone() {
    return switch (severity) {
      case SUCCESS -> "good";
      case ERROR -> "bad";
      default -> "strong";
    };
  }

  /** The colour of the title in the light. */
  String colour() {
    return switch (severity) {
      case SUCCESS -> GREEN;
      case ERROR -> RED;
      default -> BLACK;
    };
  }

  /** The sign before the title. */
  String sign() {
    return switch (severity) {
      case SUCCESS -> "\u2713";
      case ERROR -> "\u2717";
      default -> "\u2022";
    };
  }

  /** A reason that several drives have in common is said once, at the last of them. */
  private static List<DriveLine> drives(List<DriveFile> files) {
    var lines = new ArrayList<DriveLine>();
    var said = new HashSet<String>();
    for (var file : files.reversed()) {
      var line = drive(file);
      var isKnown = line.result() == BackupStatus.FAILED && !said.add(line.detail());
      lines.addFirst(isKnown ? line.withoutDetail() : line);
    }
    return lines;
  }

  private static DriveLine drive(DriveFile file) {
    var result = file.error() == null ? file.status() : BackupStatus.FAILED;
    var detail = result == BackupStatus.FAILED ? reason(file) : file.path();
    return new DriveLine(
        PlainText.oneLine(file.label()),
        PlainText.oneLine(file.provider()),
        result,
        detail == null ? "" : PlainText.cut(PlainText.lines(detail), MOST_OF_A_TEXT));
  }

  /** The record of an earlier copy is finished, with the error of the one that was to follow. */
  private static @Nullable String reason(DriveFile file) {
    return file.status() == BackupStatus.FINISHED
        ? file.error() + "\nThe earlier copy is still there: " + file.path()
        : file.error();
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
            PlainText.oneLine(context.version()),
            PlainText.oneLine(context.hostName()),
            PlainText.oneLine(destination.name()),
            PlainText.oneLine(context.notifierName()));
  }
}
