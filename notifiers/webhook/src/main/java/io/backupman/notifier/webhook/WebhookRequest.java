package io.backupman.notifier.webhook;

import io.backupman.notifier.http.HttpCall;
import io.backupman.notifier.spi.Notification;
import io.backupman.notifier.spi.Secret;
import java.time.Clock;
import java.util.stream.Collectors;

/** What is sent to an endpoint. */
final class WebhookRequest {
  private final Endpoint endpoint;
  private final Clock clock;

  WebhookRequest(Endpoint endpoint, Clock clock) {
    this.endpoint = endpoint;
    this.clock = clock;
  }

  /** The request about a report, with the identifier and signatures of Standard Webhooks 1.0.0. */
  HttpCall about(Notification notification) {
    var body = WebhookBody.of(notification, endpoint.details());
    var id = notification.idempotencyKey();
    var timestamp = clock.instant().getEpochSecond();
    var call =
        HttpCall.post(endpoint.url())
            .timeout(endpoint.timeout())
            .body("application/json", body)
            .header("webhook-id", id)
            .header("webhook-timestamp", Long.toString(timestamp));
    if (!endpoint.keys().isEmpty()) {
      call.header("webhook-signature", signatures(id, timestamp, body));
    }
    endpoint.token().ifPresent(token -> call.header("X-Webhook-Token", token.value()));
    endpoint.headers().forEach(call::header);
    mask(call);
    return call.build();
  }

  private void mask(HttpCall.Builder call) {
    endpoint.token().ifPresent(call::secret);
    for (var key : endpoint.keys()) {
      var text = key.secret().value();
      call.secret(key.secret()).secret(Secret.of(text.substring(text.indexOf('_') + 1)));
    }
  }

  private String signatures(String id, long timestamp, byte[] body) {
    return endpoint.keys().stream()
        .map(key -> key.sign(id, timestamp, body))
        .collect(Collectors.joining(" "));
  }
}
