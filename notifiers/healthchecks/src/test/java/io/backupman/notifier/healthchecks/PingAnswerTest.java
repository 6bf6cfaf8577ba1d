package io.backupman.notifier.healthchecks;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.backupman.notifier.http.testing.Channel;
import io.backupman.notifier.http.testing.ChannelServer;
import io.backupman.notifier.spi.NotificationException;
import io.backupman.notifier.spi.NotificationException.Outcome;
import io.backupman.notifier.spi.Receipt;
import io.backupman.notifier.testkit.ExampleEvents;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each answer of the pinging API means. */
class PingAnswerTest {
  private static final String UUID = "5bf66975-d4c7-4bf5-bcc8-b8d8a82ea278";

  @RegisterExtension private final ChannelServer server = new ChannelServer();

  @ParameterizedTest
  @CsvSource({"200, OK", "201, Created", "200, OK (a later version)"})
  void isTaken(int status, String body) throws Exception {
    answer(status, body);

    try (var channel = channel()) {
      assertThat(channel.send(ExampleEvents.finished())).isEqualTo(Receipt.of(status, body));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "404 | not found | there is no such check; correct ping_url",
        "200 | OK (not found) | not found: there is no such check; correct ping_url",
        "400 | invalid url format | ping_url is not the address of a check",
        "400 | invalid uuid format | ping_url is not the address of a check",
        "409 | ambiguous slug | several checks have this slug",
      })
  void saysWhatToDoWhereNoCheckWasFound(int status, String body, String sentence) {
    answer(status, body);

    var failure = failure();

    assertThat(failure.outcome()).isEqualTo(Outcome.RETRYABLE);
    assertThat(failure.statusCode()).hasValue(status);
    assertThat(failure.retryAfter()).isEmpty();
    assertThat(failure.getMessage())
        .startsWith("http://localhost:" + server.getPort() + "/*** answered " + status)
        .contains(sentence);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"429 | rate limit exceeded", "200 | OK (rate limited)"})
  void waitsAMinuteWherePingsAreLimited(int status, String body) {
    answer(status, body);

    var failure = failure();

    assertThat(failure.outcome()).isEqualTo(Outcome.RETRYABLE);
    assertThat(failure.retryAfter()).contains(Duration.ofMinutes(1));
    assertThat(failure.getMessage()).contains("this check was pinged too often within a minute");
  }

  @Test
  void waitsAsLongAsAServerAsks() {
    answer(aResponse().withStatus(429).withHeader("Retry-After", "7"));

    assertThat(failure().retryAfter()).contains(Duration.ofSeconds(7));
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 500, 502, 503, 504})
  void anyOtherErrorIsTriedAgain(int status) {
    answer(status, "");

    assertThat(failure().outcome()).isEqualTo(Outcome.RETRYABLE);
  }

  @ParameterizedTest
  @CsvSource({"200, <html>Please log in</html>", "200, ''", "204, ''", "200, not OK"})
  void anAnswerThatIsNotHealthchecksIsUncertain(int status, String body) {
    answer(status, body);

    var failure = failure();

    assertThat(failure.outcome()).isEqualTo(Outcome.UNCERTAIN);
    assertThat(failure.statusCode()).hasValue(status);
    assertThat(failure.getMessage()).endsWith(": This does not say whether the message was taken.");
  }

  @Test
  void neverShowsThePingUrl() {
    answer(403, "Forbidden: /" + UUID + "/fail and " + UUID);

    assertThat(failure().getMessage())
        .isEqualTo(
            "http://localhost:%d/*** answered 403 Forbidden: Forbidden: /*** and ***"
                .formatted(server.getPort()));
  }

  private NotificationException failure() {
    try (var channel = channel()) {
      return channel.failure(ExampleEvents.failed());
    }
  }

  private void answer(int status, String body) {
    answer(aResponse().withStatus(status).withBody(body));
  }

  private void answer(ResponseDefinitionBuilder response) {
    server.answers(response.withHeader("Content-Type", "text/plain; charset=utf-8"));
  }

  private Channel channel() {
    return Channel.of(
        new HealthchecksNotifierProvider(),
        Map.of(
            "destinations", List.of(Map.of("name", "Shop", "ping_url", server.url("/" + UUID)))));
  }
}
