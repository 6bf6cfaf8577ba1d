package io.backupman.notifier.webhook;

import io.backupman.notifier.http.HttpSender;
import io.backupman.notifier.spi.Destination;
import io.backupman.notifier.spi.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One receiver, checked.
 *
 * @param destination its name and subscription
 * @param url where to POST
 * @param token what {@code X-Webhook-Token} carries
 * @param keys what signs the request; several while keys rotate
 * @param headers further headers
 * @param timeout the deadline of one whole exchange
 * @param details whether it gets the members beyond the document's
 * @param http what to send with
 */
record Endpoint(
    Destination destination,
    URI url,
    Optional<Secret> token,
    List<SigningKey> keys,
    Map<String, String> headers,
    Duration timeout,
    boolean details,
    HttpSender http) {

  Endpoint {
    keys = List.copyOf(keys);
    headers = Map.copyOf(headers);
  }

  /** Without the address and the headers, which often hold a key. */
  @Override
  public String toString() {
    return "Endpoint[" + name() + "]";
  }

  String name() {
    return destination.name();
  }
}
