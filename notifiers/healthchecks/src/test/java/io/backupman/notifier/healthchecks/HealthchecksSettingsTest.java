package io.backupman.notifier.healthchecks;

import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.notifier.http.testing.Channel;
import io.backupman.notifier.spi.BackupStatus;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealthchecksSettingsTest {
  private static final String UUID = "5bf66975-d4c7-4bf5-bcc8-b8d8a82ea278";

  @Test
  void bindsACheckToADataSource() {
    var settings =
        Map.of(
            "destinations",
            List.of(
                Map.of(
                    "name",
                    "Shop",
                    "ping_url",
                    "https://hc-ping.com/" + UUID,
                    "labels",
                    List.of("MySQL 1"))));

    try (var channel = Channel.of(new HealthchecksNotifierProvider(), settings)) {
      var subscription = channel.notifier().destinations().getFirst().subscription();
      assertThat(subscription.wants(BackupStatus.FAILED, "MySQL 1")).isTrue();
      assertThat(subscription.wants(BackupStatus.FAILED, "MySQL 2")).isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | is missing",
        "hc-ping.com/x | is not an http or https URL",
        "https://hc-ping.com/ | names no check",
        "https://hc-ping.com/UUID/fail | is the address of one signal",
        "https://hc-ping.com/UUID/start/ | without \"/start\" at its end",
        "https://hc-ping.com/UUID/0 | without \"/0\" at its end",
      })
  void saysWhatIsWrongWithAPingUrl(String url, String problem) {
    var problems = problems(Map.of("name", "Shop", "ping_url", url.replace("UUID", UUID)));

    assertThat(problems).hasSize(1);
    assertThat(problems.getFirst())
        .startsWith("notifiers.channel.destinations[0].ping_url ")
        .contains(problem)
        .doesNotContain(UUID);
  }

  @ParameterizedTest
  @CsvSource({"95s, ''", "96s, notifiers.channel.timeout must be between 1s and 95s."})
  void aPingAndTheWaitBeforeItEndBeforeTheHostEndsThem(String timeout, String problem) {
    var check = Map.of("name", "Shop", "ping_url", "https://hc-ping.com/" + UUID);

    assertThat(
            Channel.problems(
                new HealthchecksNotifierProvider(),
                Map.of("timeout", timeout, "destinations", List.of(check))))
        .isEqualTo(problem.isEmpty() ? List.of() : List.of(problem));
  }

  @Test
  void aCheckHasAName() {
    assertThat(problems(Map.of("ping_url", "https://hc-ping.com/" + UUID)))
        .containsExactly("notifiers.channel.destinations[0].name is missing");
  }

  @Test
  void namesAreNotGivenTwice() {
    var check = Map.of("name", "Shop", "ping_url", "https://hc-ping.com/" + UUID);

    assertThat(
            Channel.problems(
                new HealthchecksNotifierProvider(), Map.of("destinations", List.of(check, check))))
        .containsExactly(
            "notifiers.channel.destinations[1].name is the same as"
                + " notifiers.channel.destinations[0].name; choose another, each must be unique");
  }

  @Test
  void thereIsAtLeastOneCheck() {
    assertThat(Channel.problems(new HealthchecksNotifierProvider(), Map.of()))
        .containsExactly(
            "notifiers.channel.destinations is missing or empty; name at least one destination.");
  }

  private static List<String> problems(Map<String, ?> check) {
    return Channel.problems(
        new HealthchecksNotifierProvider(), Map.of("destinations", List.of(check)));
  }
}
