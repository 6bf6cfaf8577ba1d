package io.backupman.notifier.discord;

import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.notifier.http.testing.Sending;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiscordSettingsTest {
  private static final String AT = "notifiers.channel.destinations[0].";

  @Test
  void wantsAWebhook() {
    assertThat(problems(Map.of())).containsExactly(AT + "webhook_url is missing");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "thread_id | general        | is not the number of a thread, such as 1234567890123456789.",
        "thread_id | 1&wait=false   | is not the number of a thread, such as 1234567890123456789.",
        "username  | My Discord bot | may not contain \"discord\" or \"clyde\": Discord does not allow it.",
        "username  | Clyde          | may not contain \"discord\" or \"clyde\": Discord does not allow it.",
        "username  | ' '            | must have 1 to 80 characters."
      })
  void rejectsWhatDiscordWouldRefuse(String key, String value, String problem) {
    assertThat(problems(Map.of("webhook_url", "https://discord.com/api/webhooks/1/a", key, value)))
        .containsExactly(AT + key + " " + problem);
  }

  private static List<String> problems(Map<String, ?> destination) {
    return Sending.problems(new DiscordNotifierProvider(), Map.of(), destination);
  }
}
