package io.backupman.notifier.http;

import io.backupman.notifier.spi.Destination;
import io.backupman.notifier.spi.Notification;
import io.backupman.notifier.spi.NotificationException;
import io.backupman.notifier.spi.Notifier;
import io.backupman.notifier.spi.Receipt;
import java.util.List;

/** A channel whose destinations each take one call. Safe for use by several threads. */
public final class HttpNotifier implements Notifier {
  private final Destinations<? extends HttpReceiver> receivers;
  private final HttpSender http;

  /** Sends with this, and closes it. */
  public HttpNotifier(Destinations<? extends HttpReceiver> receivers, HttpSender http) {
    this.receivers = receivers;
    this.http = http;
  }

  @Override
  public List<Destination> destinations() {
    return receivers.all();
  }

  @Override
  public Receipt send(Notification notification, Destination destination)
      throws NotificationException, InterruptedException {
    var receiver = receivers.target(destination);
    return receiver.receipt(http.send(receiver.call(notification)));
  }

  @Override
  public void close() {
    http.close();
  }
}
