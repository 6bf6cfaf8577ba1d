package io.backupman.notifier.webhook;

import io.backupman.notifier.spi.NotifierProvider;
import io.backupman.notifier.testkit.HttpNotifierContract;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the host relies on, of the webhook channel. */
class WebhookContractTest extends HttpNotifierContract {

  @Override
  protected NotifierProvider provider() {
    return new WebhookNotifierProvider();
  }

  @Override
  protected Map<String, ?> settings(URI address) {
    var signed = secret("whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD");
    return Map.of(
        "endpoints",
        List.of(
            Map.of(
                "name",
                "My Webhook",
                "url",
                address + "/webhook",
                "token",
                secret("webhook-token-7f3a"),
                "secret",
                List.of(signed),
                "headers",
                Map.of("X-Team", "storage"),
                "timeout",
                "5s",
                "details",
                true),
            Map.of("name", "Other", "url", address + "/other", "timeout", "5s")));
  }

  @Override
  protected Optional<List<String>> idempotencyKeys() {
    return Optional.of(
        receiver().requests().stream().flatMap(r -> r.header("webhook-id").stream()).toList());
  }
}
