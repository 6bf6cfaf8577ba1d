package io.backupman.notifier.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.notifier.http.testing.Sending;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TelegramSettingsTest {
  private static final Map<String, ?> BOT = Map.of("bot_token", "123456:ABC-DEF_1");
  private static final String AT = "notifiers.channel.";

  @Test
  void wantsABotAndAChat() {
    assertThat(problems(Map.of(), Map.of()))
        .containsExactly(
            AT + "bot_token is missing; @BotFather gives one to each bot.",
            AT + "destinations[0].chat_id is missing");
  }

  @ParameterizedTest
  @ValueSource(strings = {"123456", "bot123456:abc", "123456:a/../b", "123456:a b"})
  void rejectsWhatIsNoTokenWithoutRepeatingIt(String token) {
    assertThat(problems(Map.of("bot_token", token), Map.of("chat_id", 1)))
        .singleElement()
        .asString()
        .startsWith(AT + "bot_token is not a bot's token")
        .doesNotContain(token + " ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"general", "@", "12 34", "https://t.me/backups"})
  void rejectsWhatIsNoChat(String chat) {
    assertThat(problems(BOT, Map.of("chat_id", chat)))
        .containsExactly(
            AT
                + "destinations[0].chat_id is neither a number, such as -1001234567890, nor a"
                + " channel's @name.");
  }

  private static List<String> problems(Map<String, ?> settings, Map<String, ?> destination) {
    return Sending.problems(new TelegramNotifierProvider(), settings, destination);
  }
}
