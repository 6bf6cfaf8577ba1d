package io.backupman.notifier.gotify;

import io.backupman.notifier.http.Destinations;
import io.backupman.notifier.http.HttpSender;
import io.backupman.notifier.spi.Destination;
import io.backupman.notifier.spi.Notification;
import io.backupman.notifier.spi.NotificationException;
import io.backupman.notifier.spi.Notifier;
import io.backupman.notifier.spi.Receipt;
import java.util.List;

/** The applications of one section. Safe for use by several threads. */
final class GotifyNotifier implements Notifier {
  private final Destinations<Application> applications;
  private final GotifyMessage message;
  private final HttpSender http;

  GotifyNotifier(Destinations<Application> applications, GotifyMessage message, HttpSender http) {
    this.applications = applications;
    this.message = message;
    this.http = http;
  }

  @Override
  public List<Destination> destinations() {
    return applications.all();
  }

  @Override
  public Receipt send(Notification notification, Destination destination)
      throws NotificationException, InterruptedException {
    var application = applications.target(destination);
    var json = message.about(notification, application.priority());
    return GotifyAnswer.receipt(http.send(application.call(json)));
  }

  @Override
  public void close() {
    http.close();
  }
}
