package io.backupman.notifier.http;

import io.backupman.notifier.spi.Notification;
import io.backupman.notifier.spi.NotifierContext;
import io.backupman.notifier.spi.summary.Fact;
import io.backupman.notifier.spi.summary.PlainText;
import io.backupman.notifier.spi.summary.Severity;
import io.backupman.notifier.spi.summary.Summary;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An event as a chat shows it: a title, some words, rows of facts, where to look. Texts are plain:
 * what the provider reads as markup is still to be escaped. Immutable.
 */
public final class Notice {
  private final Summary summary;
  private final Instant time;
  private final NotifierContext context;

  private Notice(Summary summary, Instant time, NotifierContext context) {
    this.summary = summary;
    this.time = time;
    this.context = context;
  }

  /** The notice about a notification, its times in the zone of the host's clock. */
  public static Notice of(Notification notification, NotifierContext context) {
    return new Notice(Summary.of(notification, context), notification.createdAt(), context);
  }

  /** How it should look. */
  public Severity severity() {
    return summary.severity();
  }

  /** The colour of the severity, 24 bits as in {@code 0xRRGGBB}. */
  public int colour() {
    return switch (severity()) {
      case ERROR -> 0xD92D20;
      case SUCCESS -> 0x12A150;
      default -> 0x2E7DD1; // also what a newer host adds
    };
  }

  /** What happened, in one line. */
  public String title() {
    return summary.title();
  }

  /** The title and the sentence that says more, in one line. */
  public String line() {
    var more = summary.warning().isEmpty() ? summary.line() : summary.warning();
    return more.isEmpty() ? title() : title() + " – " + more;
  }

  /**
   * Why it went wrong, perhaps in several lines; else a sentence, after what somebody should look
   * at. Empty if there is none of these.
   */
  public String body() {
    return Stream.of(
            summary.warning(), summary.reason().isEmpty() ? summary.line() : summary.reason())
        .filter(words -> !words.isEmpty())
        .collect(Collectors.joining("\n"));
  }

  /** Whether the body is what a program said about a failure. */
  public boolean hasReason() {
    return !summary.reason().isEmpty();
  }

  /**
   * The facts, then a row for each drive. Names are Backupman's own short words; values are not
   * empty. Where there are too many, failed drives are shown rather than others, and the last row
   * counts the rest.
   *
   * @param most how many rows there may be; all facts and one row for the drives are shown anyway
   */
  public List<Fact> rows(int most) {
    var drives = summary.drives();
    var room = Math.max(1, most - summary.facts().size());
    var rows = new ArrayList<Fact>(summary.facts());
    if (drives.size() <= room) {
      drives.forEach(drive -> rows.add(row(drive)));
    } else {
      failedFirst(drives).limit(room - 1L).forEach(drive -> rows.add(row(drive)));
      rows.add(new Fact("Drives", (drives.size() - room + 1) + " more"));
    }
    return rows.stream().map(Notice::shown).toList();
  }

  private static Stream<Fact> failedFirst(List<Fact> drives) {
    return drives.stream()
        .sorted(Comparator.comparing(drive -> !drive.value().startsWith("failed")));
  }

  private static Fact row(Fact drive) {
    return new Fact("Drive", drive.name() + ": " + drive.value());
  }

  private static Fact shown(Fact row) {
    return row.value().isBlank() ? new Fact(row.name(), "–") : row;
  }

  /** When the report was written. */
  public Instant time() {
    return time;
  }

  /** Where people see more, if there is such a page. */
  public Optional<URI> link() {
    return context.page();
  }

  /** Who says it: Backupman of this version on this machine. */
  public String footer() {
    var host = PlainText.cut(PlainText.oneLine(context.hostName()), 100);
    return "Backupman " + context.version() + " on " + host;
  }
}
