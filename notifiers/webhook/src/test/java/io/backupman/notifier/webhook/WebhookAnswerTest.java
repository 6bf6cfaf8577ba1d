package io.backupman.notifier.webhook;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.backupman.notifier.http.testing.RawReceiver;
import io.backupman.notifier.spi.NotificationException;
import io.backupman.notifier.spi.NotificationException.Outcome;
import io.backupman.notifier.spi.Receipt;
import io.backupman.notifier.testkit.FixedContext;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What each answer of a well-behaved receiver means. */
class WebhookAnswerTest {
  private final WireMockServer receiver =
      new WireMockServer(
          wireMockConfig()
              .bindAddress("127.0.0.1")
              .dynamicPort()
              .dynamicHttpsPort()
              .containerThreads(12));

  @BeforeEach
  void start() {
    receiver.start();
  }

  @AfterEach
  void stop() {
    receiver.stop();
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 202, 204})
  void everyStatusOf2xxIsDelivered(int status) throws Exception {
    answer(aResponse().withStatus(status));

    try (var sender = Sender.to(url())) {
      assertThat(sender.send()).isEqualTo(Receipt.of(status, ""));
    }
  }

  @Test
  void keepsWhatTheReceiverSaid() throws Exception {
    answer(aResponse().withStatus(200).withBody(" queued\r\nas 7\u0000\u001b "));

    try (var sender = Sender.to(url())) {
      assertThat(sender.send().detail()).isEqualTo("queued as 7");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 404, 408, 422, 425, 429, 500, 502, 503, 504, 599})
  void everyOtherErrorIsRetried(int status) {
    answer(aResponse().withStatus(status));

    var failure = failure(url());

    assertThat(failure.outcome()).isEqualTo(Outcome.RETRYABLE);
    assertThat(failure.statusCode()).hasValue(status);
    assertThat(failure.retryAfter()).isEmpty();
  }

  @Test
  void saysWhoAnsweredWhat() {
    answer(aResponse().withStatus(503).withBody("down for maintenance"));

    assertThat(failure(url()))
        .hasMessage(url() + " answered 503 Service Unavailable: down for maintenance");
  }

  @Test
  void saysNothingOfTheQueryOfTheUrl() {
    answer(aResponse().withStatus(404).withBody("no /webhook?key=abc here"));

    assertThat(failure(url() + "?key=abc"))
        .hasMessage(url() + " answered 404 Not Found: no /webhook?*** here");
  }

  @Test
  void goneFailsForGood() {
    answer(aResponse().withStatus(410).withBody("unsubscribed"));

    var failure = failure(url());

    assertThat(failure.outcome()).isEqualTo(Outcome.PERMANENT);
    assertThat(failure.statusCode()).hasValue(410);
    assertThat(failure).hasMessage(url() + " answered 410 Gone: unsubscribed");
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void aRedirectIsNotFollowed(int status) {
    try (var elsewhere = RawReceiver.answering("HTTP/1.1 200 OK\r\n\r\n", "")) {
      answer(aResponse().withStatus(status).withHeader("Location", elsewhere.url() + "?key=abc#x"));

      var failure = failure(url());

      assertThat(failure.outcome()).isEqualTo(Outcome.RETRYABLE);
      assertThat(failure.statusCode()).hasValue(status);
      assertThat(failure.getMessage())
          .startsWith(url() + " answered " + status)
          .contains(" and points to " + elsewhere.url() + "; redirects are not followed")
          .doesNotContain("abc");
      assertThat(elsewhere.connections()).isZero();
    }
  }

  @Test
  void aRelativeRedirectIsShownWhole() {
    answer(aResponse().withStatus(308).withHeader("Location", "/new"));

    assertThat(failure(url()).getMessage())
        .contains("points to http://localhost:" + receiver.port() + "/new;");
  }

  @Test
  void aRedirectToNonsenseIsStillAFailure() {
    answer(aResponse().withStatus(302).withHeader("Location", "::what ever"));

    assertThat(failure(url()).getMessage()).contains("points to something that is not a URL");
  }

  @Test
  void waitsAsManySecondsAsTheReceiverAsks() {
    answer(aResponse().withStatus(429).withHeader("Retry-After", "120"));

    assertThat(failure(url()).retryAfter()).contains(Duration.ofMinutes(2));
  }

  @Test
  void waitsUntilTheDateThatTheReceiverNames() {
    var date = FixedContext.NOW.plusSeconds(3600).atOffset(ZoneOffset.UTC);
    answer(
        aResponse()
            .withStatus(503)
            .withHeader("Retry-After", DateTimeFormatter.RFC_1123_DATE_TIME.format(date)));

    assertThat(failure(url()).retryAfter()).contains(Duration.ofHours(1));
  }

  @Test
  void masksItsOwnSecretsWhereAReceiverEchoesThem() throws Exception {
    var secret = "whsec_" + "A".repeat(32);
    answer(
        aResponse()
            .withBody(
                "token s3same, secret " + secret + ", auth Bearer abcdef or abcdef, s3sa\u0000me"));
    var settings =
        Map.<String, Object>of(
            "token", "s3same",
            "secret", List.of(secret),
            "headers", Map.of("Authorization", "Bearer abcdef"));

    try (var sender = Sender.to(url(), settings)) {
      assertThat(sender.send().detail()).isEqualTo("token ***, secret ***, auth *** or ***, ***");
    }
  }

  @Test
  void masksASecretThatTheCutWouldHalve() throws Exception {
    answer(aResponse().withBody("x".repeat(1020) + "s3same-secret"));

    try (var sender = Sender.to(url(), Map.of("token", "s3same-secret"))) {
      assertThat(sender.send().detail()).isEqualTo("x".repeat(1020) + "***");
    }
  }

  @Test
  void keepsTheFirst1024CharactersOfALongAnswer() throws Exception {
    answer(aResponse().withBody("y".repeat(60_000)));

    try (var sender = Sender.to(url())) {
      assertThat(sender.send().detail()).isEqualTo("y".repeat(1024));
    }
  }

  @Test
  void anUntrustedCertificateIsRefusedBeforeAnythingIsSent() {
    answer(aResponse().withStatus(200));

    var failure = failure("https://localhost:" + receiver.httpsPort() + "/webhook");

    assertThat(failure.outcome()).isEqualTo(Outcome.RETRYABLE);
    assertThat(failure.getMessage())
        .startsWith("No secure connection to https://localhost:")
        .contains("its certificate is not from an authority that Java trusts");
    assertThat(receiver.getAllServeEvents()).isEmpty();
  }

  private NotificationException failure(String url) {
    try (var sender = Sender.to(url)) {
      return sender.failure();
    }
  }

  private void answer(ResponseDefinitionBuilder response) {
    receiver.stubFor(post(anyUrl()).willReturn(response));
  }

  private String url() {
    return "http://localhost:" + receiver.port() + "/webhook";
  }
}
