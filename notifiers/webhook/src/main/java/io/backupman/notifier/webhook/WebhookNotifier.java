package io.backupman.notifier.webhook;

import io.backupman.notifier.spi.Destination;
import io.backupman.notifier.spi.Notification;
import io.backupman.notifier.spi.NotificationException;
import io.backupman.notifier.spi.Notifier;
import io.backupman.notifier.spi.NotifierContext;
import io.backupman.notifier.spi.Receipt;
import java.util.List;

/** The endpoints of one webhook section. Safe for use by several threads. */
final class WebhookNotifier implements Notifier {
  private final List<Endpoint> endpoints;
  private final NotifierContext context;

  WebhookNotifier(List<Endpoint> endpoints, NotifierContext context) {
    this.endpoints = List.copyOf(endpoints);
    this.context = context;
  }

  @Override
  public List<Destination> destinations() {
    return endpoints.stream().map(Endpoint::destination).toList();
  }

  @Override
  public Receipt send(Notification notification, Destination destination)
      throws NotificationException, InterruptedException {
    var endpoint = endpoint(destination);
    var request = new WebhookRequest(endpoint, context.clock()).about(notification);
    return endpoint.http().send(request).receipt();
  }

  private Endpoint endpoint(Destination destination) throws NotificationException {
    return endpoints.stream()
        .filter(e -> e.name().equals(destination.name()))
        .findFirst()
        .orElseThrow(
            () ->
                NotificationException.retryable(
                    "There is no endpoint named \"" + destination.name() + "\" any more."));
  }

  @Override
  public void close() {
    endpoints.forEach(endpoint -> endpoint.http().close());
  }
}
