package io.backupman.notifier.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.notifier.spi.Destination;
import io.backupman.notifier.spi.NotifierProvider;
import io.backupman.notifier.testkit.FixedContext;
import io.backupman.notifier.testkit.MapSettings;
import java.net.URI;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookSettingsTest {
  private static final String PATH = "notifiers.webhook.endpoints[0].";

  @Test
  void isFoundByItsServiceFile() {
    assertThat(ServiceLoader.load(NotifierProvider.class))
        .hasOnlyElementsOfType(WebhookNotifierProvider.class)
        .extracting(NotifierProvider::type)
        .containsExactly("webhook");
  }

  @Test
  void readsTheDocumentsExample() {
    var settings =
        settings(
            Map.of("name", "My Webhook", "url", "http://localhost:8080/webhook", "token", "xxx"));

    try (var notifier =
        new WebhookNotifierProvider().create(settings, new FixedContext("webhook"))) {
      assertThat(notifier.destinations()).containsExactly(Destination.of("My Webhook"));
    }
    assertThat(settings.problems()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ftp://example.com/x          | is not an http or https URL",
        "example.com/hook             | is not an http or https URL",
        "http:///hook                 | names no valid host",
        "http://my host/hook          | is not a URL",
        "http://a..example/hook       | names no valid host",
        "http://-a.example-/hook      | names no valid host",
        "http://example.com:0/        | has a port outside",
        "http://example.com:70000/    | has a port outside",
        "http://exa mple.com/         | is not a URL",
        "https://u:hunter2@example.com:0/ | has a port outside"
      })
  void rejectsAUrlThatCannotBeUsed(String url, String problem) {
    assertThat(problems(Map.of("url", url)))
        .singleElement()
        .asString()
        .startsWith(PATH + "url " + problem)
        .doesNotContain("hunter2");
  }

  @Test
  void doesNotRepeatAPasswordOfABrokenUrl() {
    assertThat(problems(Map.of("url", "https://u:hunter2@exa mple.com/")))
        .singleElement()
        .asString()
        .doesNotContain("hunter2");
  }

  @ParameterizedTest
  @CsvSource({
    "sesame, is not a Standard Webhooks secret",
    "whsec_***, is not valid Base64",
    "whsec_c2hvcnQ=, holds 5 bytes",
    "whsk_***, is not valid Base64",
    "whsk_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA, holds 24 bytes",
    "whpk_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=, is a public key"
  })
  void rejectsAMalformedSecretWithoutRepeatingIt(String secret, String problem) {
    assertThat(problems(Map.of("secret", secret)))
        .singleElement()
        .asString()
        .startsWith(PATH + "secret " + problem)
        .doesNotContain(secret);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "content-type",
        "X-Webhook-Token",
        "webhook-id",
        "Webhook-Signature",
        "HOST",
        "Content-Length",
        "Transfer-Encoding",
        "Connection",
        "Expect",
        "Upgrade",
        "User-Agent"
      })
  void rejectsHeadersThatAreItsOwn(String name) {
    assertThat(problems(Map.of("headers", Map.of(name, "x"))))
        .containsExactly(
            PATH + "headers." + name + " may not be set: Backupman sets it itself; remove it.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "ü", "a:b", "a\r\nb"})
  void rejectsInvalidHeaderNames(String name) {
    assertThat(problems(Map.of("headers", Map.of(name, "x"))))
        .singleElement()
        .asString()
        .contains("is not a valid header name")
        .doesNotContain("\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\r\nBcc: b", "ü", "\u0000", " a"})
  void rejectsInvalidHeaderValuesWithoutRepeatingThem(String value) {
    assertThat(problems(Map.of("headers", Map.of("X-A", value))))
        .singleElement()
        .isEqualTo(
            PATH
                + "headers.X-A has an invalid value: it must not be empty, and only"
                + " printable ASCII characters are allowed.");
  }

  @Test
  void namesEveryHeaderThatCannotBeSent() {
    var headers = new LinkedHashMap<String, String>();
    headers.put("Host", "x");
    headers.put("X A", "x");
    headers.put("X-B", "");

    assertThat(problems(Map.of("headers", headers)))
        .hasSize(3)
        .anyMatch(problem -> problem.startsWith(PATH + "headers.Host may not be set"))
        .anyMatch(problem -> problem.startsWith(PATH + "headers.X A is not a valid header name"))
        .anyMatch(problem -> problem.startsWith(PATH + "headers.X-B has an invalid value"));
  }

  @ParameterizedTest
  @CsvSource({
    "http://ann:s3cret@host/x, YW5uOnMzY3JldA==",
    "http://ann@host/x, YW5uOg==",
    "HTTP://a%40b:c%3Ad+e@host/x, YUBiOmM6ZCtl"
  })
  void signsInAsTheUserOfTheUrl(String url, String credentials) {
    var section = new HashMap<>(Map.<String, Object>of("name", "My Webhook", "url", url));
    var endpoint =
        new EndpointSettings(MapSettings.of("webhook", section), Sender.http())
            .read()
            .orElseThrow();

    assertThat(endpoint.url()).isEqualTo(URI.create("http://host/x"));
    assertThat(endpoint.headers())
        .containsExactly(Map.entry("Authorization", "Basic " + credentials));
  }

  @Test
  void aUserOfTheUrlAndAHeaderExcludeEachOther() {
    assertThat(
            problems(
                Map.of("url", "http://a:hunter2@host/", "headers", Map.of("authorization", "x"))))
        .containsExactly(
            PATH + "headers.Authorization is set by the user in url already; keep one.");
  }

  @Test
  void rejectsOneHeaderInTwoSpellings() {
    var headers = new LinkedHashMap<String, String>();
    headers.put("X-A", "1");
    headers.put("x-a", "2");

    assertThat(problems(Map.of("headers", headers)))
        .containsExactly(PATH + "headers.x-a is there twice; capitals make no difference.");
  }

  @Test
  void rejectsATokenThatCannotBeAHeader() {
    assertThat(problems(Map.of("token", "a\nb")))
        .singleElement()
        .asString()
        .startsWith(PATH + "token cannot be sent as a header");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0s", "111s"})
  void rejectsATimeoutOutsideItsRange(String timeout) {
    assertThat(problems(Map.of("timeout", timeout)))
        .containsExactly(PATH + "timeout must be between 1s and 110s.");
  }

  @Test
  void rejectsTwoEndpointsOfOneName() {
    var endpoint = Map.of("name", "A", "url", "http://localhost/");

    assertThat(problemsOf(settings(List.of(endpoint, endpoint))))
        .containsExactly(
            "notifiers.webhook.endpoints[1].name is the same as notifiers.webhook.endpoints[0].name;"
                + " choose another, each must be unique");
  }

  @Test
  void wantsAnEndpoint() {
    assertThat(problemsOf(settings(List.of())))
        .containsExactly(
            "notifiers.webhook.endpoints is missing or empty; name at least one endpoint with its"
                + " url.");
  }

  @Test
  void notesEveryProblemAtOnce() {
    assertThat(
            problems(Map.of("url", "x", "timeout", "0s", "secret", "x", "headers", Map.of("", ""))))
        .hasSize(4);
  }

  private static List<String> problems(Map<String, Object> more) {
    var endpoint = new HashMap<String, Object>(Map.of("name", "A", "url", "http://localhost/"));
    endpoint.putAll(more);
    return problemsOf(settings(endpoint));
  }

  private static List<String> problemsOf(MapSettings settings) {
    new WebhookNotifierProvider().create(settings, new FixedContext("webhook")).close();
    return settings.problems();
  }

  private static MapSettings settings(Map<String, ?> endpoint) {
    return settings(List.of(endpoint));
  }

  private static MapSettings settings(List<Map<String, ?>> endpoints) {
    return MapSettings.of("webhook", Map.of("endpoints", endpoints));
  }
}
