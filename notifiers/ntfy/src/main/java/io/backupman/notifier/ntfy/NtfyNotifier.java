package io.backupman.notifier.ntfy;

import io.backupman.notifier.http.Destinations;
import io.backupman.notifier.http.HttpSender;
import io.backupman.notifier.spi.Destination;
import io.backupman.notifier.spi.Notification;
import io.backupman.notifier.spi.NotificationException;
import io.backupman.notifier.spi.Notifier;
import io.backupman.notifier.spi.Receipt;
import java.util.List;

/** The topics of one section. Safe for use by several threads. */
final class NtfyNotifier implements Notifier {
  private final Destinations<Topic> topics;
  private final NtfyServer server;
  private final NtfyMessage message;
  private final HttpSender http;

  NtfyNotifier(
      Destinations<Topic> topics, NtfyServer server, NtfyMessage message, HttpSender http) {
    this.topics = topics;
    this.server = server;
    this.message = message;
    this.http = http;
  }

  @Override
  public List<Destination> destinations() {
    return topics.all();
  }

  @Override
  public Receipt send(Notification notification, Destination destination)
      throws NotificationException, InterruptedException {
    var topic = topics.target(destination);
    var json = message.about(notification, topic);
    return NtfyAnswer.receipt(http.send(server.publish(json, topic.name())));
  }

  @Override
  public void close() {
    http.close();
  }
}
