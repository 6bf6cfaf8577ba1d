package io.backupman.notifier.spi.summary;

import io.backupman.notifier.spi.Notification;
import io.backupman.notifier.spi.NotifierContext;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An event in words, the same ones in every channel, also of events that a newer host adds. Texts
 * are in English and hold no control characters; only {@link #reason()} and {@link #text()} may
 * have several lines. They are plain: escape what the service reads as markup. Immutable.
 */
public final class Summary {
  private final Severity severity;
  private final String title;
  private final String line;
  private final String reason;
  private final String warning;
  private final List<Fact> facts;
  private final List<Fact> drives;

  Summary(
      Severity severity,
      String title,
      String line,
      String reason,
      String warning,
      List<Fact> facts,
      List<Fact> drives) {
    this.severity = severity;
    this.title = title;
    this.line = line;
    this.reason = reason;
    this.warning = warning;
    this.facts = List.copyOf(facts);
    this.drives = List.copyOf(drives);
  }

  /**
   * Puts an event into words, for a channel. Times are told in the time zone of the data source's
   * schedule; where the event is about none, or its schedule is not known, in that of {@link
   * NotifierContext#clock}.
   */
  public static Summary of(Notification notification, NotifierContext context) {
    return of(notification, context.clock().getZone());
  }

  /**
   * Puts an event into words, for whoever has no context.
   *
   * @param zone the time zone of times for which the event knows none
   */
  public static Summary of(Notification notification, ZoneId zone) {
    var backup = notification.backup();
    if (backup != null) {
      return new BackupWords(notification, backup, zone).summary();
    }
    if (!notification.outages().isEmpty()) {
      return new OutageWords(notification.outages(), zone).summary();
    }
    var overdue = notification.overdue();
    return overdue != null
        ? OverdueWords.summary(overdue, zone)
        : new Summary(
            Severity.INFO,
            PlainText.oneLine(notification.event()),
            "",
            "",
            "",
            List.of(),
            List.of());
  }

  /** How it should look. */
  public Severity severity() {
    return severity;
  }

  /** What happened in a few words, such as {@code MySQL 1: backup failed}. */
  public String title() {
    return title;
  }

  /** One sentence that says more, such as {@code Done in 5 min, 589.2 MiB, on 2 drives.}. */
  public String line() {
    return line;
  }

  /** Why it went wrong, at most 4,000 characters, perhaps in several lines; empty if it did not. */
  public String reason() {
    return reason;
  }

  /** What somebody should look at though it went well, one sentence; empty if there is nothing. */
  public String warning() {
    return warning;
  }

  /** When, how long, how big and so on, in the order in which to show them. */
  public List<Fact> facts() {
    return facts;
  }

  /**
   * Each drive's label with how its copy did, such as {@code finished} or {@code failed: The bucket
   * is gone.}
   */
  public List<Fact> drives() {
    return drives;
  }

  /**
   * All but the title as plain text: the warning, the line or the reason, the facts, the drives.
   * Empty for an event of which this version knows nothing but the name; a service that refuses an
   * empty message then gets the title.
   */
  public String text() {
    var start = reason.isEmpty() ? line : reason;
    var rest =
        Stream.concat(
                facts.stream().map(f -> f.name() + ": " + f.value()),
                drives.stream().map(d -> "Drive " + d.name() + ": " + d.value()))
            .collect(Collectors.joining("\n"));
    return Stream.of(warning, start, rest)
        .filter(s -> !s.isEmpty())
        .collect(Collectors.joining("\n\n"));
  }
}
