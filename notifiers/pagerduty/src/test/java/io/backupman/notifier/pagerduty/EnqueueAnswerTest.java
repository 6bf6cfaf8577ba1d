package io.backupman.notifier.pagerduty;

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

/** What each answer of the Events API means. */
class EnqueueAnswerTest {
  private static final String KEY = "e93facc04764012d7bfb002500d5d1a6";

  @RegisterExtension private final ChannelServer server = new ChannelServer();

  @Test
  void keepsWhatPagerDutySaid() throws Exception {
    var body = "{\"status\":\"success\",\"message\":\"Event processed\",\"dedup_key\":\"x\"}";
    server.answers(aResponse().withStatus(202).withBody(body));

    try (var channel = channel()) {
      assertThat(channel.send(ExampleEvents.finished()).detail()).isEqualTo(body);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "200 | <html>Please log in</html>",
        "202 | ''",
        "202 | {}",
        "204 | ''",
        "202 | {\"status\":\"throttled\"}",
      })
  void anAnswerWithoutPagerDutysSuccessIsUncertain(int status, String body) {
    server.answers(aResponse().withStatus(status).withBody(body));

    var failure = failure();

    assertThat(failure.outcome()).isEqualTo(Outcome.UNCERTAIN);
    assertThat(failure.statusCode()).hasValue(status);
    assertThat(failure.getMessage()).endsWith(": This does not say whether the message was taken.");
  }

  @Test
  void aWrongKeyIsTriedAgainUntilItIsMended() {
    server.answers(
        aResponse()
            .withStatus(400)
            .withBody(
                """
                {"status":"invalid event","message":"Event object is invalid",
                 "errors":["Length of 'routing_key' is incorrect (should be 32 characters)"]}
                """));

    var failure = failure();

    assertThat(failure.outcome()).isEqualTo(Outcome.RETRYABLE);
    assertThat(failure.statusCode()).hasValue(400);
    assertThat(failure)
        .hasMessage(
            server.baseUrl()
                + "/v2/enqueue answered 400 Bad Request: Event object is invalid: Length of"
                + " 'routing_key' is incorrect (should be 32 characters); check routing_key.");
  }

  @Test
  void aProxysRefusalIsNotPagerDutys() {
    server.answers(aResponse().withStatus(400).withBody("<html>Bad Request</html>"));

    assertThat(failure().outcome()).isEqualTo(Outcome.RETRYABLE);
  }

  @Test
  void waitsAMinuteWhereEventsAreLimited() {
    server.answers(aResponse().withStatus(429).withBody("Request Limit Exceeded"));

    var failure = failure();

    assertThat(failure.outcome()).isEqualTo(Outcome.RETRYABLE);
    assertThat(failure.retryAfter()).contains(Duration.ofMinutes(1));
    assertThat(failure.getMessage()).contains("about 120 events a minute");
  }

  @Test
  void waitsAsLongAsItIsAsked() {
    server.answers(aResponse().withStatus(429).withHeader("Retry-After", "300"));

    assertThat(failure().retryAfter()).contains(Duration.ofMinutes(5));
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 404, 500, 502, 503})
  void anyOtherErrorIsTriedAgain(int status) {
    server.answers(
        aResponse()
            .withStatus(status)
            .withBody("{\"status\":\"error\",\"message\":\"Internal Server Error\"}"));

    assertThat(failure().outcome()).isEqualTo(Outcome.RETRYABLE);
  }

  @Test
  void aTestWhoseTriggerFailsResolvesNothing() {
    server.answers(aResponse().withStatus(503));

    try (var channel = channel()) {
      channel.failure(ExampleEvents.test());
    }
    assertThat(server.getAllServeEvents()).hasSize(1);
  }

  @Test
  void neverShowsTheKey() {
    server.answers(
        aResponse()
            .withStatus(400)
            .withBody(
                "{\"status\":\"invalid event\",\"errors\":[\"Invalid routing key %s\"]}"
                    .formatted(KEY)));

    assertThat(failure().getMessage()).contains("Invalid routing key ***").doesNotContain(KEY);
  }

  private NotificationException failure() {
    try (var channel = channel()) {
      return channel.failure(ExampleEvents.failed());
    }
  }

  private Channel channel() {
    return Channel.of(
        new PagerDutyNotifierProvider(),
        Map.of(
            "api_url", server.baseUrl(),
            "destinations", List.of(Map.of("name", "Databases", "routing_key", KEY))));
  }
}
