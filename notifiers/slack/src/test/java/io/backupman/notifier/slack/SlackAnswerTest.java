package io.backupman.notifier.slack;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.backupman.notifier.http.testing.Sending;
import io.backupman.notifier.spi.NotificationException;
import io.backupman.notifier.spi.NotificationException.Outcome;
import io.backupman.notifier.spi.Receipt;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each of Slack's answers means. */
class SlackAnswerTest {
  private static final String KEY = "XXXXXXXXXXXXXXXXXXXXXXXX";

  private final WireMockServer slack =
      new WireMockServer(wireMockConfig().bindAddress("127.0.0.1").dynamicPort());

  @BeforeEach
  void start() {
    slack.start();
  }

  @AfterEach
  void stop() {
    slack.stop();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "404 | no_service          | the webhook was removed or switched off; make a new one",
        "404 | channel_not_found   | check channel, and invite the app",
        "403 | invalid_token       | copy it from Slack once more",
        "403 | action_prohibited   | an administrator of the workspace does not allow this",
        "400 | invalid_payload     | please report it",
      })
  void whatAPersonCanMendIsTriedAgain(int status, String error, String advice) {
    var failure = webhook(aResponse().withStatus(status).withBody(error));

    assertThat(failure.outcome()).isEqualTo(Outcome.RETRYABLE);
    assertThat(failure.statusCode()).hasValue(status);
    assertThat(failure.getMessage())
        .startsWith(slack.baseUrl() + "/*** answered " + status + " ")
        .contains(": " + error + ": ", advice);
  }

  @Test
  void anArchivedChannelMayBeUnarchived() {
    var failure = webhook(aResponse().withStatus(410).withBody("channel_is_archived"));

    assertThat(failure.outcome()).isEqualTo(Outcome.RETRYABLE);
    assertThat(failure)
        .hasMessage(
            slack.baseUrl()
                + "/*** answered 410 Gone: channel_is_archived: the channel is archived;"
                + " unarchive it or choose another one.");
  }

  @Test
  void aWebhookThatIsGoneWithoutAReasonIsNotTriedAgain() {
    var failure = webhook(aResponse().withStatus(410).withBody("gone"));

    assertThat(failure.outcome()).isEqualTo(Outcome.PERMANENT);
    assertThat(failure).hasMessage(slack.baseUrl() + "/*** answered 410 Gone: gone");
  }

  @Test
  void aWebhookWithTooManyMessagesWaits() {
    var failure =
        webhook(
            aResponse().withStatus(429).withHeader("Retry-After", "30").withBody("rate_limited"));

    assertThat(failure.outcome()).isEqualTo(Outcome.RETRYABLE);
    assertThat(failure.retryAfter()).contains(Duration.ofSeconds(30));
  }

  @Test
  void anUnknownWordIsShown() {
    assertThat(webhook(aResponse().withStatus(400).withBody("invalid_moon")).getMessage())
        .endsWith("answered 400 Bad Request: invalid_moon");
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html>Please log in</html>", "", "not ok", "no_service"})
  void aWebhooksAnswerThatIsNotOkIsUncertain(String body) {
    var failure = webhook(aResponse().withBody(body));

    assertThat(failure.outcome()).isEqualTo(Outcome.UNCERTAIN);
    assertThat(failure.getMessage())
        .endsWith("/*** answered 200: This does not say whether the message was taken.");
  }

  @Test
  void theKeyIsNotShownWhereItIsEchoed() {
    var failure = webhook(aResponse().withStatus(404).withBody("no " + KEY + " here"));

    assertThat(failure.getMessage()).contains("no *** here").doesNotContain(KEY);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "invalid_auth      | install the app again and put its bot token into token",
        "channel_not_found | check channel, and invite the app to it",
        "not_in_channel    | invite it: /invite @app",
        "is_archived       | unarchive it or choose another one",
        "missing_scope     | give it the scope chat:write",
        "internal_error    | internal_error"
      })
  void anErrorWithStatus200IsAnErrorToo(String error, String advice) {
    var failure = app(okJson("{\"ok\":false,\"error\":\"" + error + "\"}"));

    assertThat(failure.outcome()).isEqualTo(Outcome.RETRYABLE);
    assertThat(failure.statusCode()).hasValue(200);
    assertThat(failure.getMessage())
        .startsWith(slack.baseUrl() + "/api/chat.postMessage answered 200: " + error)
        .contains(advice)
        .doesNotContain("xoxb");
  }

  @Test
  void anAppWithTooManyMessagesWaits() {
    var failure =
        app(
            aResponse()
                .withStatus(429)
                .withHeader("Retry-After", "30")
                .withBody("{\"ok\":false,\"error\":\"ratelimited\"}"));

    assertThat(failure.outcome()).isEqualTo(Outcome.RETRYABLE);
    assertThat(failure.retryAfter()).contains(Duration.ofSeconds(30));
    assertThat(failure.getMessage()).contains("ratelimited: too many messages");
  }

  @Test
  void anAnswerThatIsNotSlacksIsUncertain() {
    assertThat(app(aResponse().withBody("<html>Welcome</html>")).outcome())
        .isEqualTo(Outcome.UNCERTAIN);
  }

  @ParameterizedTest
  @CsvSource({"true,", "false, UNCERTAIN"})
  void anEchoThatIsLongerThanWhatIsReadSaysAtItsBeginningWhetherItWasPosted(
      boolean ok, @Nullable Outcome outcome) throws Exception {
    var echo = "{\"ok\":" + ok + ",\"ts\":\"1\",\"message\":\"" + "x".repeat(70_000) + "\"}";
    slack.stubFor(post(anyUrl()).willReturn(okJson(echo)));

    try (var sending = app()) {
      if (outcome == null) {
        assertThat(sending.send()).isEqualTo(Receipt.of(200, "Posted."));
      } else {
        assertThat(sending.failure().outcome()).isEqualTo(outcome);
      }
    }
  }

  @Test
  void aWholeAnswerThatOnlyBeginsLikeSlacksIsUncertain() {
    assertThat(app(okJson("{\"ok\":true")).outcome()).isEqualTo(Outcome.UNCERTAIN);
  }

  @Test
  void aTokenIsNotShownWhereItIsEchoed() {
    var failure = app(aResponse().withStatus(500).withBody("for xoxb-1-secret"));

    assertThat(failure.getMessage()).endsWith("500 Internal Server Error: for ***");
  }

  private NotificationException webhook(ResponseDefinitionBuilder answer) {
    slack.stubFor(post(anyUrl()).willReturn(answer));
    var url = slack.baseUrl() + "/services/T0/B0/" + KEY;
    try (var sending =
        Sending.by(new SlackNotifierProvider(), Map.of(), Map.of("webhook_url", url))) {
      return sending.failure();
    }
  }

  private NotificationException app(ResponseDefinitionBuilder answer) {
    slack.stubFor(post(anyUrl()).willReturn(answer));
    try (var sending = app()) {
      return sending.failure();
    }
  }

  private Sending app() {
    var settings = Map.of("token", "xoxb-1-secret", "api_url", slack.baseUrl() + "/api");
    return Sending.by(new SlackNotifierProvider(), settings, Map.of("channel", "#ops"));
  }
}
