package io.backupman.notifier.http;

import io.backupman.notifier.spi.Destination;
import io.backupman.notifier.spi.Notification;
import io.backupman.notifier.spi.NotificationException;
import io.backupman.notifier.spi.Notifier;
import io.backupman.notifier.spi.NotifierContext;
import io.backupman.notifier.spi.Receipt;
import java.util.List;

/** A channel whose receivers each take one call. Safe for use by several threads. */
public final class HttpNotifier implements Notifier {
  private final List<HttpReceiver> receivers;
  private final HttpSender http;

  /** Neither connects nor starts a thread: the first send does. */
  public HttpNotifier(List<? extends HttpReceiver> receivers, NotifierContext context) {
    this.receivers = List.copyOf(receivers);
    this.http = new HttpSender(context);
  }

  @Override
  public List<Destination> destinations() {
    return receivers.stream().map(HttpReceiver::destination).toList();
  }

  @Override
  public Receipt send(Notification notification, Destination destination)
      throws NotificationException, InterruptedException {
    var receiver = receiver(destination.name());
    return receiver.receipt(http.send(receiver.call(notification)));
  }

  private HttpReceiver receiver(String name) throws NotificationException {
    return receivers.stream()
        .filter(receiver -> receiver.destination().name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                NotificationException.retryable(
                    "There is no destination named \"" + name + "\" any more."));
  }

  @Override
  public void close() {
    http.close();
  }
}
