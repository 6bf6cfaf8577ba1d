package io.backupman.notifier.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.notifier.testkit.MapSettings;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EndpointTest {

  @Test
  void showsNothingThatMayBeASecret() {
    var settings =
        MapSettings.of(
            "webhook",
            Map.of(
                "name", "Ops",
                "url", "https://example.com/canary-path?key=canary-query",
                "token", "canary-token",
                "secret", "whsec_" + "canary".repeat(6),
                "headers", Map.of("X-Api-Key", "canary-header", "X-Plain", "canary-plain")));
    var endpoint = new EndpointSettings(settings, Sender.http()).read();

    assertThat(settings.problems()).isEmpty();
    assertThat(endpoint).isPresent();
    assertThat(endpoint.toString()).contains("Ops").doesNotContain("canary");
  }
}
