package io.backupman.notifier.pagerduty;

import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.notifier.http.testing.Channel;
import io.backupman.notifier.spi.Secret;
import io.backupman.notifier.testkit.MapSettings;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PagerDutySettingsTest {
  private static final String KEY = "e93facc04764012d7bfb002500d5d1a6";

  @Test
  void aKeyIsEnough() {
    assertThat(problems(Map.of())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "https://events.pagerduty.com, https://events.pagerduty.com/v2/enqueue",
    "https://events.eu.pagerduty.com/, https://events.eu.pagerduty.com/v2/enqueue",
    "https://events.pagerduty.com/v2/enqueue, https://events.pagerduty.com/v2/enqueue",
    "https://proxy.example.com/pd, https://proxy.example.com/pd/v2/enqueue",
  })
  void eventsGoToTheQueueOfTheApi(String api, String expected) {
    var settings = MapSettings.of("pagerduty", Map.of("routing_key", KEY));

    var integration =
        Integration.read(settings, URI.create(api), Duration.ofSeconds(1)).orElseThrow();

    assertThat(integration.enqueue()).hasToString(expected);
    assertThat(integration.severity()).isEqualTo("error");
  }

  @Test
  void aDestinationMayHaveAnApiOfItsOwn() {
    var settings =
        MapSettings.of(
            "pagerduty", Map.of("routing_key", KEY, "api_url", "https://events.eu.pagerduty.com"));

    var integration =
        Integration.read(
                settings, URI.create("https://events.pagerduty.com"), Duration.ofSeconds(1))
            .orElseThrow();

    assertThat(integration.enqueue()).hasToString("https://events.eu.pagerduty.com/v2/enqueue");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "routing_key | '' | is missing",
        "routing_key | e93facc0 | is no integration key: that has 32 letters and digits; copy it"
            + " from the integration \"Events API v2\" of the service.",
        "severity | fatal | must be one of critical, error, warning, info.",
        "routingkey | x | is unknown",
      })
  void saysWhatIsWrong(String key, String value, String problem) {
    assertThat(problems(Map.of(key, value)))
        .containsExactly("notifiers.channel.destinations[0]." + key + " " + problem);
  }

  @ParameterizedTest
  @CsvSource({"45s, ''", "46s, notifiers.channel.timeout must be between 1s and 45s."})
  void theTwoCallsOfATestEndBeforeTheHostEndsThem(String timeout, String problem) {
    var integration = Map.of("name", "On call", "routing_key", KEY);

    assertThat(
            Channel.problems(
                new PagerDutyNotifierProvider(),
                Map.of("timeout", timeout, "destinations", List.of(integration))))
        .isEqualTo(problem.isEmpty() ? List.of() : List.of(problem));
  }

  @Test
  void neverShowsAKey() {
    assertThat(
            new Integration(
                    Secret.of(KEY), "error", URI.create("http://localhost"), Duration.ofSeconds(1))
                .toString())
        .doesNotContain(KEY);
  }

  private static List<String> problems(Map<String, ?> more) {
    var integration = new HashMap<String, Object>(Map.of("name", "On call", "routing_key", KEY));
    integration.putAll(more);
    return Channel.problems(
        new PagerDutyNotifierProvider(), Map.of("destinations", List.of(integration)));
  }
}
