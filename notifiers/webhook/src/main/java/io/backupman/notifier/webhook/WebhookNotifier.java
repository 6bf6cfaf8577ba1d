package io.backupman.notifier.webhook;

import io.backupman.notifier.spi.Destination;
import io.backupman.notifier.spi.Notification;
import io.backupman.notifier.spi.NotificationException;
import io.backupman.notifier.spi.Notifier;
import io.backupman.notifier.spi.NotifierContext;
import io.backupman.notifier.spi.Receipt;
import java.net.http.HttpClient;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The endpoints of one webhook section. Safe for use by several threads. */
final class WebhookNotifier implements Notifier {
  private final List<Endpoint> endpoints;
  private final NotifierContext context;
  private @Nullable HttpClient client;

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
    var request = new WebhookRequest(endpoint, context).about(notification);
    return new Exchange(endpoint, context.clock()).run(client(), request);
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

  /** Made by the first send, because a client starts threads. */
  private synchronized HttpClient client() {
    if (client == null) {
      client = newClient();
    }
    return client;
  }

  private static HttpClient newClient() {
    // HTTP/1.1, or else every request to a plain-text receiver would ask it to upgrade to HTTP/2.
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER)
        .build();
  }

  @Override
  public synchronized void close() {
    if (client != null) {
      client.shutdownNow();
      client = null;
    }
  }
}
