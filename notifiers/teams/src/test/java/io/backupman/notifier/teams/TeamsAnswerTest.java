package io.backupman.notifier.teams;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.jsonResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
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
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each answer of a workflow means. */
class TeamsAnswerTest {
  private static final String SIGNATURE = "k9QvXw7LrTzPm2Ns4Jd8FhYb3Gc6";

  private final WireMockServer teams =
      new WireMockServer(wireMockConfig().bindAddress("127.0.0.1").dynamicPort());

  @BeforeEach
  void start() {
    teams.start();
  }

  @AfterEach
  void stop() {
    teams.stop();
  }

  @Test
  void anOldConnectorSaysOne() throws Exception {
    teams.stubFor(post(anyUrl()).willReturn(ok("1")));

    try (var sending = sending()) {
      assertThat(sending.send()).isEqualTo(Receipt.of(200, "1"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1\r\n", "{}", "{\"id\":\"08584\"}"})
  void aWorkflowMayAnswerWithAnythingThatIsNoPage(String body) throws Exception {
    teams.stubFor(post(anyUrl()).willReturn(ok(body)));

    try (var sending = sending()) {
      assertThat(sending.send().statusCode()).hasValue(200);
    }
  }

  @Test
  void aWorkflowThatHasTakenTheRequestMaySayWhatItLikes() throws Exception {
    teams.stubFor(post(anyUrl()).willReturn(aResponse().withStatus(202).withBody("Accepted")));

    try (var sending = sending()) {
      assertThat(sending.send()).isEqualTo(Receipt.of(202, "Accepted"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"<!DOCTYPE html><title>Sign in</title>", "Please log in", "10"})
  void aPageInPlaceOfAnAnswerIsUncertain(String body) {
    var failure = failure(ok(body));

    assertThat(failure.outcome()).isEqualTo(Outcome.UNCERTAIN);
    assertThat(failure.statusCode()).hasValue(200);
    assertThat(failure.getMessage())
        .endsWith("/*** answered 200: This does not say whether the message was taken.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400 | WorkflowTriggerIsNotEnabled    | turn the workflow on in Power Automate",
        "404 | WorkflowNotFound               | make a new one and put its address into webhook_url",
        "401 | DirectApiAuthorizationRequired | copy the address from the workflow once more",
        "401 | OAuthAuthorizationRequired     | let anyone trigger the workflow",
        "400 | TriggerInputSchemaMismatch     | When a Teams webhook request is received",
        "400 | SomethingElse                  | It says why."
      })
  void whatAPersonCanMendIsTriedAgain(int status, String code, String advice) {
    var failure =
        failure(
            jsonResponse(
                "{\"error\":{\"code\":\"" + code + "\",\"message\":\"It says why.\"}}", status));

    assertThat(failure.outcome()).isEqualTo(Outcome.RETRYABLE);
    assertThat(failure.statusCode()).hasValue(status);
    assertThat(failure.getMessage())
        .startsWith(teams.baseUrl() + "/*** answered " + status + " ")
        .contains(code + ": It says why", advice);
  }

  @Test
  void tooManyMessagesWait() {
    var failure = failure(aResponse().withStatus(429).withHeader("Retry-After", "20"));

    assertThat(failure.outcome()).isEqualTo(Outcome.RETRYABLE);
    assertThat(failure.retryAfter()).contains(Duration.ofSeconds(20));
  }

  @ParameterizedTest
  @CsvSource({
    "429, Teams took no more messages (429)",
    "413, Teams found the message too long (413)",
    "403, Teams refused the message (403)"
  })
  void aRefusalBehindAnOldConnectorIsNotADelivery(int status, String reason) {
    var failure =
        failure(
            ok(
                "Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP"
                    + " error "
                    + status
                    + " with ContextId tcid=0,server=DB3PEPF0000009A,cv=BmkbJ1NdTkv1EDoqr7n/rg.0.."));

    assertThat(failure.outcome()).isEqualTo(Outcome.RETRYABLE);
    assertThat(failure.statusCode()).hasValue(200);
    assertThat(failure.getMessage()).contains(reason);
  }

  @Test
  void anyOtherFailureBehindAnOldConnectorIsShown() {
    var failure = failure(ok("Webhook message delivery failed with error: Timed out."));

    assertThat(failure.outcome()).isEqualTo(Outcome.RETRYABLE);
    assertThat(failure.getMessage()).endsWith("failed with error: Timed out.");
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 504})
  void anOutageIsTriedAgain(int status) {
    assertThat(failure(aResponse().withStatus(status)).outcome()).isEqualTo(Outcome.RETRYABLE);
  }

  @Test
  void theSignatureIsNotShownWhereItIsEchoed() {
    var failure = failure(aResponse().withStatus(404).withBody("no route for sig=" + SIGNATURE));

    assertThat(failure.getMessage()).endsWith("no route for ***");
  }

  @Test
  void wantsAnAddress() {
    assertThat(problems(Map.of()))
        .containsExactly("notifiers.channel.destinations[0].webhook_url is missing");
    assertThat(problems(Map.of("webhook_url", "outlook.office.com/webhook/s3cret")))
        .singleElement()
        .asString()
        .contains("webhook_url is not an http or https URL")
        .doesNotContain("s3cret");
  }

  private static List<String> problems(Map<String, ?> destination) {
    return Sending.problems(new TeamsNotifierProvider(), Map.of(), destination);
  }

  private NotificationException failure(ResponseDefinitionBuilder answer) {
    teams.stubFor(post(anyUrl()).willReturn(answer));
    try (var sending = sending()) {
      return sending.failure();
    }
  }

  private Sending sending() {
    var url = teams.baseUrl() + "/workflows/1/triggers/manual/paths/invoke?sig=" + SIGNATURE;
    return Sending.by(new TeamsNotifierProvider(), Map.of(), Map.of("webhook_url", url));
  }
}
