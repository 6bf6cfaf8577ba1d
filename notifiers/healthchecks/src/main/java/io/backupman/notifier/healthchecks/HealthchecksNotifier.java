package io.backupman.notifier.healthchecks;

import io.backupman.notifier.http.Destinations;
import io.backupman.notifier.http.HttpCall;
import io.backupman.notifier.http.HttpSender;
import io.backupman.notifier.http.LatestState;
import io.backupman.notifier.http.Utf8;
import io.backupman.notifier.spi.BackupReport;
import io.backupman.notifier.spi.Destination;
import io.backupman.notifier.spi.Notification;
import io.backupman.notifier.spi.NotificationException;
import io.backupman.notifier.spi.Notifier;
import io.backupman.notifier.spi.NotifierContext;
import io.backupman.notifier.spi.Receipt;
import io.backupman.notifier.spi.summary.Summary;
import java.time.Duration;
import java.util.List;

/** The checks of one section. Safe for use by several threads. */
final class HealthchecksNotifier implements Notifier {
  /** What Healthchecks.io keeps of a body; a server of one's own keeps less, and cuts by itself. */
  private static final int MOST_BYTES = 100_000;

  /** A start told later than that measures nothing, and might come after the run's end. */
  private static final Duration START_IS_NEWS = Duration.ofMinutes(1);

  private final Destinations<Check> checks;
  private final NotifierContext context;
  private final HttpSender http;
  private final LatestState states = new LatestState();

  HealthchecksNotifier(Destinations<Check> checks, HttpSender http, NotifierContext context) {
    this.checks = checks;
    this.context = context;
    this.http = http;
  }

  @Override
  public List<Destination> destinations() {
    return checks.all();
  }

  /** Runs, and their absence: a check's state says how its data source fares, and nothing else. */
  @Override
  public boolean wants(String event) {
    return switch (event) {
      case Notification.BACKUP_REPORT, Notification.BACKUP_STARTED, Notification.BACKUP_OVERDUE ->
          true;
      default -> false;
    };
  }

  @Override
  public Receipt send(Notification notification, Destination destination)
      throws NotificationException, InterruptedException {
    var check = checks.target(destination);
    var signal = Signal.of(notification);
    var backup = notification.backup();
    var overdue = notification.overdue();
    if (overdue != null) {
      var ping = withText(check.ping(signal), notification); // without a run, as there is none
      return states.tell(notification, destination, overdue.label(), () -> ping(ping));
    }
    if (backup == null || signal == Signal.LOG) {
      return ping(withText(check.ping(Signal.LOG), notification));
    }
    return signal == Signal.START
        ? start(notification, backup, destination, check)
        : end(signal, notification, backup, destination, check);
  }

  private Receipt start(
      Notification notification, BackupReport backup, Destination destination, Check check)
      throws NotificationException, InterruptedException {
    var age = Duration.between(notification.createdAt(), context.clock().instant());
    if (age.compareTo(START_IS_NEWS) > 0) {
      throw NotificationException.skipped("Not sent: the backup started more than a minute ago.");
    }
    return states.announce(
        notification,
        destination,
        backup.label(),
        () -> ping(withText(check.ping(Signal.START, backup.id()), notification)));
  }

  private Receipt end(
      Signal signal,
      Notification notification,
      BackupReport backup,
      Destination destination,
      Check check)
      throws NotificationException, InterruptedException {
    return states.tell(
        notification,
        destination,
        backup.label(),
        () -> ping(withText(check.ping(signal, backup.id()), notification)));
  }

  private HttpCall.Builder withText(HttpCall.Builder ping, Notification notification) {
    var summary = Summary.of(notification, context);
    var text = (summary.title() + "\n\n" + summary.text()).strip();
    return ping.body("text/plain; charset=UTF-8", Utf8.cut(text, MOST_BYTES));
  }

  private Receipt ping(HttpCall.Builder ping) throws NotificationException, InterruptedException {
    return PingAnswer.receipt(http.send(ping.build()));
  }

  @Override
  public void close() {
    http.close();
  }
}
