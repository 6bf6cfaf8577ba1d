package io.backupman.notifier.gotify;

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

/** What each answer of a Gotify server means. */
class GotifyAnswerTest {
  private static final String TOKEN = "AWp3LrZ7TbXqYv1";

  @RegisterExtension private final ChannelServer server = new ChannelServer();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "401 | Unauthorized | you need to provide a valid access token or user credentials to"
            + " access this api | token is wrong, or its application is gone",
        "403 | Forbidden | you are not allowed to access this api | token is no application's",
        "404 | Not Found | page not found | this is no Gotify server; correct url.",
        "400 | Bad Request | appid is required when not authenticating with an application token |"
            + " token of an application, not of a client",
        "400 | Bad Request | Field 'message' is required | token of an application",
      })
  void saysWhatTheServerSaidAndWhatToDo(
      int status, String error, String description, String advice) {
    server.answers(
        aResponse()
            .withStatus(status)
            .withHeader("Content-Type", "application/json")
            .withBody(
                "{\"error\":\"%s\",\"errorCode\":%d,\"errorDescription\":\"%s\"}"
                    .formatted(error, status, description)));

    var failure = failure();

    assertThat(failure.outcome()).isEqualTo(Outcome.RETRYABLE);
    assertThat(failure.statusCode()).hasValue(status);
    assertThat(failure.getMessage())
        .startsWith(
            "%s/message answered %d %s: %s; "
                .formatted(server.baseUrl(), status, error, description))
        .contains(advice);
  }

  @Test
  void saysWhatToDoWhereAnotherServerAnswers() {
    server.answers(aResponse().withStatus(404).withBody("<html>404</html>"));

    assertThat(failure().getMessage())
        .endsWith("/message answered 404 Not Found: this is no Gotify server; correct url.");
  }

  @Test
  void anErrorOfTheServerIsTriedAgain() {
    server.answers(
        aResponse()
            .withStatus(500)
            .withBody(
                "{\"error\":\"Internal Server Error\",\"errorCode\":500,"
                    + "\"errorDescription\":\"database is locked\"}"));

    var failure = failure();

    assertThat(failure.outcome()).isEqualTo(Outcome.RETRYABLE);
    assertThat(failure.getMessage()).contains("database is locked");
  }

  @Test
  void waitsAsLongAsAProxyAsks() {
    server.answers(aResponse().withStatus(429).withHeader("Retry-After", "90"));

    assertThat(failure().retryAfter()).contains(Duration.ofSeconds(90));
  }

  @Test
  void neverShowsTheToken() {
    server.answers(
        aResponse()
            .withStatus(401)
            .withBody("{\"errorDescription\":\"no application has %s\"}".formatted(TOKEN)));

    assertThat(failure().getMessage()).contains("no application has ***").doesNotContain(TOKEN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html>Please log in</html>", "", "{}", "{\"error\":\"\"}"})
  void anAnswerThatDoesNotNameTheMessageIsUncertain(String body) {
    server.answers(aResponse().withBody(body));

    assertThat(failure().outcome()).isEqualTo(Outcome.UNCERTAIN);
    assertThat(failure().getMessage())
        .endsWith(" answered 200: This does not say whether the message was taken.");
  }

  private NotificationException failure() {
    try (var channel =
        Channel.of(
            new GotifyNotifierProvider(),
            Map.of(
                "url", server.baseUrl(),
                "destinations", List.of(Map.of("name", "Admins", "token", TOKEN))))) {
      return channel.failure(ExampleEvents.failed());
    }
  }
}
