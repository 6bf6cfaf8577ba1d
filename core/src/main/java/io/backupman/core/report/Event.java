package io.backupman.core.report;

import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.Notification;
import io.backupman.notifier.spi.Subscription;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Names what can have happened when a report is written, and knows the rules that differ by that:
 * what the report holds, whether subscriptions count, what makes the report old news, and whether
 * it is sent again.
 *
 * <p>The record of a report has the word of its event. A word that only a newer version knows is
 * {@link #UNKNOWN}: the report keeps the word, and goes where its deliveries were made to go.
 */
public enum Event {
  /** A backup has ended. */
  BACKUP_REPORT(Notification.BACKUP_REPORT),

  /** A backup has started. News only while the backup runs. */
  BACKUP_STARTED(Notification.BACKUP_STARTED),

  /** No backup of a data source has finished for too long. */
  BACKUP_OVERDUE(Notification.BACKUP_OVERDUE),

  /** Destinations of notifiers have not been reached for long. */
  NOTIFIER_FAILING(Notification.NOTIFIER_FAILING),

  /** Destinations of notifiers are reached again. */
  NOTIFIER_RECOVERED(Notification.NOTIFIER_RECOVERED),

  /** Somebody tests a notifier. Each delivery has one attempt, and no consequences. */
  TEST(Notification.TEST),

  /** Something that only a newer version knows. */
  UNKNOWN("");

  private final String word;

  Event(String word) {
    this.word = word;
  }

  /** The event of a report. */
  public static Event of(Report report) {
    return known().filter(event -> event.word.equals(report.event())).findFirst().orElse(UNKNOWN);
  }

  /** The words of all events, as they stand in records and answers. */
  public static String[] words() {
    return known().map(Event::word).toArray(String[]::new);
  }

  private static Stream<Event> known() {
    return Stream.of(values()).filter(event -> event != UNKNOWN);
  }

  /** The word in records and answers. */
  public String word() {
    return word;
  }

  /** Whether the report is about destinations of notifiers, and holds their outages. */
  public boolean isOfOutages() {
    return this == NOTIFIER_FAILING || this == NOTIFIER_RECOVERED;
  }

  /**
   * Whether a subscription covers a report. Statuses are those of backups that have ended: a start
   * goes to whoever would hear of either end, and that a backup is overdue goes by the label alone.
   *
   * @param subscription what a notifier or one of its destinations has subscribed to
   * @param status the status in the report
   * @param label the label in the report
   */
  boolean isCovered(Subscription subscription, String status, String label) {
    return switch (this) {
      case BACKUP_REPORT, UNKNOWN -> subscription.wants(BackupStatus.of(status), label);
      case BACKUP_STARTED ->
          subscription.wants(BackupStatus.FINISHED, label)
              && subscription.wants(BackupStatus.FAILED, label);
      case BACKUP_OVERDUE -> subscription.hearsOf(label);
      case NOTIFIER_FAILING, NOTIFIER_RECOVERED, TEST -> true;
    };
  }

  /**
   * The events whose reports, if they are newer and about the same data source or destination, make
   * a report of this event old news; none if nothing does.
   */
  public Set<Event> supersededBy() {
    return switch (this) {
      case BACKUP_REPORT, BACKUP_STARTED, BACKUP_OVERDUE -> Set.of(BACKUP_REPORT, BACKUP_OVERDUE);
      case NOTIFIER_FAILING, NOTIFIER_RECOVERED -> Set.of(NOTIFIER_FAILING, NOTIFIER_RECOVERED);
      case TEST, UNKNOWN -> Set.of();
    };
  }

  /** Whether somebody may ask that a report is sent again. */
  public boolean isSentAgain() {
    return this != TEST; // whoever tested has waited for the answer
  }

  /** Whether a report is sent again with many others. */
  boolean isSentAgainInBulk() {
    return isSentAgain() && this != BACKUP_STARTED;
  }

  /** Whether another notifier takes a report over that one has given up. */
  boolean hasFallback() {
    return this != TEST;
  }

  /**
   * Adds what a report of this event holds to the notification that is sent.
   *
   * @param payload the report's stored JSON
   * @throws IllegalStateException if the JSON is damaged
   */
  public Notification.Builder put(String payload, Notification.Builder into) {
    return switch (this) {
      case BACKUP_REPORT, BACKUP_STARTED, TEST, UNKNOWN ->
          into.backup(ReportPayload.readBackup(payload));
      case BACKUP_OVERDUE -> into.overdue(ReportPayload.readOverdue(payload));
      case NOTIFIER_FAILING, NOTIFIER_RECOVERED -> into.outages(ReportPayload.readOutages(payload));
    };
  }

  /** The words of some events. */
  public static Set<String> words(Set<Event> events) {
    return events.stream().map(Event::word).collect(Collectors.toUnmodifiableSet());
  }
}
