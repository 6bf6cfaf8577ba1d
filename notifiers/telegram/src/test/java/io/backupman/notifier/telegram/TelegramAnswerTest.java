package io.backupman.notifier.telegram;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.jsonResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.backupman.notifier.http.testing.Sending;
import io.backupman.notifier.spi.NotificationException;
import io.backupman.notifier.spi.NotificationException.Outcome;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each of Telegram's answers means. */
class TelegramAnswerTest {
  private static final String TOKEN = "123456:ABC-DEF_1";

  private final WireMockServer telegram =
      new WireMockServer(wireMockConfig().bindAddress("127.0.0.1").dynamicPort());

  @BeforeEach
  void start() {
    telegram.start();
  }

  @AfterEach
  void stop() {
    telegram.stop();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400 | Bad Request: chat not found                     | check chat_id, and write to the bot",
        "400 | Bad Request: message thread not found           | check message_thread_id",
        "400 | Bad Request: not enough rights to send text messages to the chat | let it send",
        "401 | Unauthorized                                    | ask @BotFather for it",
        "404 | Not Found                                       | ask @BotFather for it",
        "403 | Forbidden: bot was blocked by the user          | unblock the bot",
        "403 | Forbidden: bot was kicked from the group chat   | add the bot to the chat",
        "403 | Forbidden: bot can't initiate conversation with a user | write to the bot first",
        "403 | Forbidden: bot is not a member of the channel chat | add the bot to the chat",
        "400 | Bad Request: the moon is full                   | the moon is full"
      })
  void whatAPersonCanMendIsTriedAgain(int status, String description, String advice) {
    var failure = failure(error(status, description, ""));

    assertThat(failure.outcome()).isEqualTo(Outcome.RETRYABLE);
    assertThat(failure.statusCode()).hasValue(status);
    assertThat(failure.getMessage())
        .startsWith(telegram.baseUrl() + "/bot***/sendMessage answered " + status + " ")
        .contains(": " + description, advice);
  }

  @Test
  void saysTheNewNumberOfAGroupThatWasUpgraded() {
    var failure =
        failure(
            error(
                400,
                "Bad Request: group chat was upgraded to a supergroup chat",
                ",\"parameters\":{\"migrate_to_chat_id\":-1001557912345}"));

    assertThat(failure.outcome()).isEqualTo(Outcome.RETRYABLE);
    assertThat(failure.getMessage())
        .endsWith(
            ": Bad Request: group chat was upgraded to a supergroup chat; set chat_id to"
                + " -1001557912345.");
  }

  @Test
  void tooManyMessagesWaitAsLongAsTheBodySays() {
    var failure =
        failure(
            error(
                429, "Too Many Requests: retry after 35", ",\"parameters\":{\"retry_after\":35}"));

    assertThat(failure.outcome()).isEqualTo(Outcome.RETRYABLE);
    assertThat(failure.statusCode()).hasValue(429);
    assertThat(failure.retryAfter()).contains(Duration.ofSeconds(35));
  }

  @Test
  void anOutageOfTheProxyInFrontIsTriedAgain() {
    var failure = failure(aResponse().withStatus(502).withBody("<html>Bad Gateway</html>"));

    assertThat(failure.outcome()).isEqualTo(Outcome.RETRYABLE);
    assertThat(failure.statusCode()).hasValue(502);
  }

  @Test
  void anAnswerThatIsNotTelegramsIsUncertain() {
    assertThat(failure(aResponse().withBody("<html>Welcome</html>")).outcome())
        .isEqualTo(Outcome.UNCERTAIN);
  }

  @Test
  void theTokenIsNotShownWhereItIsEchoed() {
    var failure = failure(aResponse().withStatus(500).withBody("at /bot" + TOKEN + "/x"));

    assertThat(failure.getMessage()).endsWith("at /bot***/x");
  }

  private static ResponseDefinitionBuilder error(int status, String description, String more) {
    return jsonResponse(
        "{\"ok\":false,\"error_code\":%d,\"description\":\"%s\"%s}"
            .formatted(status, description, more),
        status);
  }

  private NotificationException failure(ResponseDefinitionBuilder answer) {
    telegram.stubFor(post(anyUrl()).willReturn(answer));
    var settings = Map.of("bot_token", TOKEN, "api_url", telegram.baseUrl());
    try (var sending =
        Sending.by(new TelegramNotifierProvider(), settings, Map.of("chat_id", "1"))) {
      return sending.failure();
    }
  }
}
