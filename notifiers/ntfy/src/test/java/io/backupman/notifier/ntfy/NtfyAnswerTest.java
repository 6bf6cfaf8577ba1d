package io.backupman.notifier.ntfy;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.notifier.http.testing.Channel;
import io.backupman.notifier.http.testing.ChannelServer;
import io.backupman.notifier.spi.NotificationException;
import io.backupman.notifier.spi.NotificationException.Outcome;
import io.backupman.notifier.testkit.ExampleEvents;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each answer of an ntfy server means. */
class NtfyAnswerTest {
  private static final String TOKEN = "tk_AgQdq7mVBoFD37zQVN29RhuMzNIz2";

  @RegisterExtension private final ChannelServer server = new ChannelServer();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "40010 | 400 | invalid request: topic name is not allowed | check the topic",
        "40017 | 400 | invalid request: request body must be message JSON | version of the server",
        "40101 | 401 | unauthorized | the token, or user and password, are wrong",
        "40301 | 403 | forbidden | no right to write to this topic",
        "40401 | 404 | page not found | this is no ntfy server",
        "41303 | 413 | JSON body too large | raise its message-size-limit",
        "42901 | 429 | limit reached: too many requests | the message comes again",
        "42908 | 429 | limit reached: daily message quota reached | takes no more today",
        "42909 | 429 | limit reached: too many auth failures | the message comes again",
        "50701 | 507 | cannot publish to UnifiedPush topic | choose another topic",
      })
  void saysWhatTheServerSaidAndWhatToDo(int code, int status, String error, String advice) {
    answer(
        status,
        """
        {"code":%d,"http":%d,"error":"%s","link":"https://ntfy.sh/docs/publish/"}
        """
            .formatted(code, status, error));

    var failure = failure();

    assertThat(failure.outcome()).isEqualTo(Outcome.RETRYABLE);
    assertThat(failure.statusCode()).hasValue(status);
    assertThat(failure.retryAfter()).isEmpty();
    assertThat(failure.getMessage())
        .startsWith(server.baseUrl() + "/ answered " + status)
        .contains(": " + error + "; ")
        .contains(advice)
        .doesNotContain("\"");
  }

  @Test
  void saysWhatToDoWhereAProxyAnswers() {
    answer(401, "<html>Authorization Required</html>");

    assertThat(failure().getMessage())
        .endsWith(
            " answered 401 Unauthorized: the token, or user and password, are wrong or have"
                + " expired; correct them.");
  }

  @Test
  void waitsAsLongAsAProxyAsks() {
    server.answers(aResponse().withStatus(429).withHeader("Retry-After", "90"));

    assertThat(failure().retryAfter()).contains(Duration.ofSeconds(90));
  }

  @Test
  void anErrorOfTheServerIsTriedAgain() {
    answer(500, "{\"code\":50001,\"http\":500,\"error\":\"internal server error\"}");

    assertThat(failure().outcome()).isEqualTo(Outcome.RETRYABLE);
  }

  @Test
  void neverShowsTheToken() {
    answer(
        403,
        "{\"code\":40301,\"http\":403,\"error\":\"forbidden for Bearer %s\"}".formatted(TOKEN));

    assertThat(failure().getMessage()).contains("forbidden for ***").doesNotContain(TOKEN);
  }

  @Test
  void neverShowsATopicThatNobodyShouldGuess() {
    answer(500, "no room for {\"topic\":\"backups-7f3a9c\"}");

    try (var channel = channel("backups-7f3a9c")) {
      assertThat(channel.failure(ExampleEvents.failed()).getMessage())
          .endsWith("answered 500 Internal Server Error: no room for {\"topic\":\"***\"}");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "http", "localhost"})
  void aTopicThatIsAWordGarblesNoSentence(String topic) {
    answer(404, "");

    try (var channel = channel(topic)) {
      assertThat(channel.failure(ExampleEvents.failed()))
          .hasMessage(
              server.baseUrl() + "/ answered 404 Not Found: this is no ntfy server; correct url.");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html>Please log in</html>", "", "{}", "{\"error\":\"\"}"})
  void anAnswerThatDoesNotNameTheMessageIsUncertain(String body) {
    answer(200, body);

    assertThat(failure().outcome()).isEqualTo(Outcome.UNCERTAIN);
    assertThat(failure().getMessage())
        .endsWith(" answered 200: This does not say whether the message was taken.");
  }

  private NotificationException failure() {
    try (var channel = channel()) {
      return channel.failure(ExampleEvents.failed());
    }
  }

  private Channel channel() {
    return channel("backups");
  }

  private Channel channel(String topic) {
    return Channel.of(
        new NtfyNotifierProvider(),
        Map.of(
            "url", server.baseUrl(),
            "token", TOKEN,
            "destinations", List.of(Map.of("name", "All", "topic", topic))));
  }

  private void answer(int status, String body) {
    server.answers(
        aResponse()
            .withStatus(status)
            .withHeader("Content-Type", "application/json")
            .withBody(body));
  }
}
