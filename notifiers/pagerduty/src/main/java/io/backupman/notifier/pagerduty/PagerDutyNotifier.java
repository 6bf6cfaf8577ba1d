package io.backupman.notifier.pagerduty;

import io.backupman.notifier.http.Destinations;
import io.backupman.notifier.http.HttpSender;
import io.backupman.notifier.http.JsonObject;
import io.backupman.notifier.http.LatestState;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.Destination;
import io.backupman.notifier.spi.Notification;
import io.backupman.notifier.spi.NotificationException;
import io.backupman.notifier.spi.Notifier;
import io.backupman.notifier.spi.NotifierContext;
import io.backupman.notifier.spi.Receipt;
import java.util.List;

/** The integrations of one section. Safe for use by several threads. */
final class PagerDutyNotifier implements Notifier {
  private final Destinations<Integration> integrations;
  private final DedupKeys keys;
  private final AlertEvents events;
  private final HttpSender http;
  private final LatestState states = new LatestState();

  PagerDutyNotifier(
      Destinations<Integration> integrations, HttpSender http, NotifierContext context) {
    this.integrations = integrations;
    this.keys = DedupKeys.of(context);
    this.events = new AlertEvents(context);
    this.http = http;
  }

  @Override
  public List<Destination> destinations() {
    return integrations.all();
  }

  /** What fails and what works again; nobody is to be paged for anything else. */
  @Override
  public boolean wants(String event) {
    return switch (event) {
      case Notification.BACKUP_REPORT,
          Notification.BACKUP_OVERDUE,
          Notification.NOTIFIER_FAILING,
          Notification.NOTIFIER_RECOVERED ->
          true;
      default -> false;
    };
  }

  @Override
  public Receipt send(Notification notification, Destination destination)
      throws NotificationException, InterruptedException {
    var integration = integrations.target(destination);
    var key = keys.of(notification);
    if (!wants(notification.event())) {
      return show(notification, key, integration);
    }
    // A resolve goes out with every success: one without an open alert is dropped over there, and
    // an alert whose trigger was answered by nobody is closed too.
    var event =
        isProblem(notification)
            ? events.trigger(notification, key, integration.severity())
            : events.resolve(key);
    return states.tell(notification, destination, key, () -> enqueue(event, integration));
  }

  private static boolean isProblem(Notification notification) {
    var backup = notification.backup();
    return backup == null
        ? !notification.event().equals(Notification.NOTIFIER_RECOVERED)
        : backup.status() == BackupStatus.FAILED;
  }

  /** A test is seen, and over: it must not page people until one of them resolves it by hand. */
  private Receipt show(Notification notification, String key, Integration integration)
      throws NotificationException, InterruptedException {
    enqueue(events.trigger(notification, key, "info"), integration);
    return enqueue(events.resolve(key), integration);
  }

  private Receipt enqueue(JsonObject event, Integration integration)
      throws NotificationException, InterruptedException {
    return EnqueueAnswer.receipt(http.send(integration.call(event)));
  }

  @Override
  public void close() {
    http.close();
  }
}
