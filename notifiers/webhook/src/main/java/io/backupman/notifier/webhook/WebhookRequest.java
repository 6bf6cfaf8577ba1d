package io.backupman.notifier.webhook;

import io.backupman.notifier.spi.Notification;
import io.backupman.notifier.spi.NotifierContext;
import java.net.http.HttpRequest;
import java.util.stream.Collectors;

/** What is sent to an endpoint. */
final class WebhookRequest {
  private final Endpoint endpoint;
  private final NotifierContext context;

  WebhookRequest(Endpoint endpoint, NotifierContext context) {
    this.endpoint = endpoint;
    this.context = context;
  }

  /**
   * The request about a report, with the identifier and the signature of Standard Webhooks 1.0.0.
   *
   * @return a request for one use: it remembers whether it was handed over
   */
  OnceRequest about(Notification notification) {
    var body = WebhookBody.of(notification, endpoint.details());
    var publisher = new WatchedBody(body);
    var id = notification.idempotencyKey();
    var timestamp = context.clock().instant().getEpochSecond();
    var request =
        HttpRequest.newBuilder(endpoint.url())
            .POST(publisher)
            .setHeader("Content-Type", "application/json")
            .setHeader("User-Agent", context.userAgent())
            .setHeader("webhook-id", id)
            .setHeader("webhook-timestamp", Long.toString(timestamp));
    if (!endpoint.keys().isEmpty()) {
      request.setHeader("webhook-signature", signatures(id, timestamp, body));
    }
    endpoint.token().ifPresent(token -> request.setHeader("X-Webhook-Token", token.value()));
    endpoint.headers().forEach(request::setHeader);
    return new OnceRequest(request.build(), publisher);
  }

  private String signatures(String id, long timestamp, byte[] body) {
    return endpoint.keys().stream()
        .map(key -> key.sign(id, timestamp, body))
        .collect(Collectors.joining(" "));
  }

  /**
   * A request with its body.
   *
   * @param request what to send
   * @param body tells whether anything of it was handed over
   */
  record OnceRequest(HttpRequest request, WatchedBody body) {}
}
