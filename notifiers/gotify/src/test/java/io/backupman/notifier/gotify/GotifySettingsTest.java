package io.backupman.notifier.gotify;

import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.notifier.http.testing.Channel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GotifySettingsTest {

  @Test
  void aServerAndATokenAreEnough() {
    assertThat(problems("https://push.example.com", Map.of())).isEmpty();
  }

  @Test
  void allProblemsAreNotedAtOnce() {
    assertThat(Channel.problems(new GotifyNotifierProvider(), Map.of("timeout", "0s")))
        .containsExactlyInAnyOrder(
            "notifiers.channel.timeout must be between 1s and 110s.",
            "notifiers.channel.url is missing",
            "notifiers.channel.destinations is missing or empty; name at least one destination.");
  }

  @Test
  void aTokenDoesNotBelongIntoTheUrl() {
    assertThat(problems("https://push.example.com/message?token=AWp3LrZ7TbXqYv1", Map.of()))
        .containsExactly(
            "notifiers.channel.url has a query; give the server's address alone, and the token"
                + " under destinations.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "token | '' | is missing; copy it from the application in Gotify.",
        "token | größe | cannot be sent as a header: only printable ASCII characters are allowed.",
        "priority | 11 | must be a whole number from 0 to 10",
        "prio | 5 | is unknown",
      })
  void saysWhatIsWrongWithADestination(String key, String value, String problem) {
    assertThat(problems("https://push.example.com", Map.of(key, value)))
        .containsExactly("notifiers.channel.destinations[0]." + key + " " + problem);
  }

  private static List<String> problems(String url, Map<String, ?> more) {
    var application =
        new HashMap<String, Object>(Map.of("name", "Admins", "token", "AWp3LrZ7TbXqYv1"));
    application.putAll(more);
    return Channel.problems(
        new GotifyNotifierProvider(), Map.of("url", url, "destinations", List.of(application)));
  }
}
