package io.backupman.notifier.discord;

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
import org.junit.jupiter.params.provider.ValueSource;

/** What each of Discord's answers means. */
class DiscordAnswerTest {
  private static final String KEY = "k9QvXw7LrTzPm2Ns4Jd8FhYb3Gc6";

  private final WireMockServer discord =
      new WireMockServer(wireMockConfig().bindAddress("127.0.0.1").dynamicPort());

  @BeforeEach
  void start() {
    discord.start();
  }

  @AfterEach
  void stop() {
    discord.stop();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "404 | 10015  | Unknown Webhook         | the webhook was deleted; make a new one and put",
        "404 | 10003  | Unknown Channel         | check thread_id",
        "401 | 50027  | Invalid Webhook Token   | copy it from Discord once more into webhook_url",
        "400 | 220001 | Webhooks posted to forum channels | which of its threads",
        "400 | 50035  | Invalid Form Body       | does not accept how the message is written",
        "403 | 50013  | Missing Permissions     | Missing Permissions"
      })
  void whatAPersonCanMendIsTriedAgain(int status, int code, String message, String advice) {
    var failure =
        failure(jsonResponse("{\"message\": \"" + message + "\", \"code\": " + code + "}", status));

    assertThat(failure.outcome()).isEqualTo(Outcome.RETRYABLE);
    assertThat(failure.statusCode()).hasValue(status);
    assertThat(failure.getMessage())
        .startsWith(discord.baseUrl() + "/*** answered " + status + " ")
        .contains(message + " (" + code + ")", advice);
  }

  @Test
  void saysWhichPartOfAMessageIsWrong() {
    var failure =
        failure(
            jsonResponse(
                """
                {
                  "code": 50035,
                  "errors": {
                    "username": {
                      "_errors": [{"code": "BASE_TYPE_BAD_LENGTH", "message": "Must be shorter."}]
                    }
                  },
                  "message": "Invalid Form Body"
                }
                """,
                400));

    assertThat(failure.getMessage()).contains("\"username\":", "Must be shorter.");
  }

  @ParameterizedTest
  @CsvSource({"false, this webhook", "true, all of Discord"})
  void tooManyMessagesWaitAsLongAsTheBodySays(boolean global, String whose) {
    var failure =
        failure(
            jsonResponse(
                    "{\"message\": \"You are being rate limited.\", \"retry_after\": 64.57,"
                        + " \"global\": "
                        + global
                        + "}",
                    429)
                .withHeader("Retry-After", "65")
                .withHeader("X-RateLimit-Global", String.valueOf(global)));

    assertThat(failure.outcome()).isEqualTo(Outcome.RETRYABLE);
    assertThat(failure.retryAfter()).contains(Duration.ofMillis(64_570));
    assertThat(failure.getMessage()).contains("too many messages were sent to " + whose);
  }

  @Test
  void aBlockThatIsNotDiscordsOwnWaitsAsLongAsTheHeaderSays() {
    var failure =
        failure(
            aResponse()
                .withStatus(429)
                .withHeader("Retry-After", "600")
                .withBody("<html>You are being blocked.</html>"));

    assertThat(failure.outcome()).isEqualTo(Outcome.RETRYABLE);
    assertThat(failure.retryAfter()).contains(Duration.ofMinutes(10));
  }

  @Test
  void showsWhatIsNotDiscordsUsualError() {
    assertThat(failure(jsonResponse("{\"embeds\": [\"0\"]}", 400)).getMessage())
        .endsWith("answered 400 Bad Request: {\"embeds\": [\"0\"]}");
  }

  @Test
  void anOutageIsTriedAgain() {
    var failure = failure(aResponse().withStatus(503).withBody("upstream connect error"));

    assertThat(failure.outcome()).isEqualTo(Outcome.RETRYABLE);
    assertThat(failure.getMessage()).endsWith("503 Service Unavailable: upstream connect error");
  }

  @Test
  void theKeyIsNotShownWhereItIsEchoed() {
    var failure = failure(aResponse().withStatus(404).withBody("no /api/webhooks/1/" + KEY));

    assertThat(failure.getMessage()).doesNotContain(KEY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html>Please log in</html>", "", "{}", "{\"ok\":true}"})
  void anAnswerThatDoesNotNameTheMessageIsUncertain(String body) {
    var failure = failure(aResponse().withBody(body));

    assertThat(failure.outcome()).isEqualTo(Outcome.UNCERTAIN);
    assertThat(failure.statusCode()).hasValue(200);
    assertThat(failure.getMessage())
        .endsWith(" answered 200: This does not say whether the message was taken.");
  }

  private NotificationException failure(ResponseDefinitionBuilder answer) {
    discord.stubFor(post(anyUrl()).willReturn(answer));
    var url = discord.baseUrl() + "/api/webhooks/1/" + KEY;
    try (var sending =
        Sending.by(new DiscordNotifierProvider(), Map.of(), Map.of("webhook_url", url))) {
      return sending.failure();
    }
  }
}
