package io.backupman.notifier.slack;

import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.notifier.http.testing.Sending;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SlackSettingsTest {
  private static final String AT = "notifiers.channel.destinations[0].";
  private static final String HOOK = "https://hooks.slack.com/services/T0/B0/XXX";

  @Test
  void wantsAWebhook() {
    assertThat(problems(Map.of(), Map.of())).containsExactly(AT + "webhook_url is missing");
    assertThat(problems(Map.of(), Map.of("webhook_url", " ")))
        .containsExactly(AT + "webhook_url is blank");
  }

  @Test
  void wantsAChannelForAToken() {
    var missing = AT + "channel is missing; name the channel to post to, such as C0123456789.";

    assertThat(problems(Map.of("token", "xoxb-1"), Map.of())).containsExactly(missing);
    assertThat(problems(Map.of(), Map.of("token", "xoxb-1"))).containsExactly(missing);
  }

  @Test
  void wantsATokenForAChannel() {
    assertThat(problems(Map.of(), Map.of("channel", "#ops")))
        .containsExactly(
            AT + "token is missing; a channel is posted to with the token of a bot, xoxb-….");
  }

  @Test
  void doesNotTakeAWebhookBesideAChannel() {
    assertThat(problems(Map.of("token", "xoxb-1"), Map.of("channel", "#ops", "webhook_url", HOOK)))
        .containsExactly(
            AT + "webhook_url already names a channel: remove it, or else channel and token.");
  }

  @Test
  void mayHaveWebhooksBesideATokenForOthers() {
    assertThat(problems(Map.of("token", "xoxb-1"), Map.of("webhook_url", HOOK))).isEmpty();
  }

  @Test
  void doesNotRepeatASecretThatCannotBeUsed() {
    assertThat(problems(Map.of(), Map.of("webhook_url", "hooks.slack.com/s3cret")))
        .singleElement()
        .asString()
        .startsWith(AT + "webhook_url is not an http or https URL")
        .doesNotContain("s3cret");
    assertThat(problems(Map.of("token", "s3\ncret"), Map.of("webhook_url", HOOK)))
        .singleElement()
        .asString()
        .startsWith("notifiers.channel.token cannot be sent as a header");
  }

  private static List<String> problems(Map<String, ?> settings, Map<String, ?> destination) {
    return Sending.problems(new SlackNotifierProvider(), settings, destination);
  }
}
