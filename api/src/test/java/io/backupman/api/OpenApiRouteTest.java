package io.backupman.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** How the document is handed out. */
class OpenApiRouteTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final RunningApi api = RunningApi.start();

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void withoutAKeyItIsYamlWithTheVersionOfTheProgram() {
    var answer = api.send(api.request("/openapi"));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(type(answer)).isEqualTo("application/yaml");
    assertThat(answer.headers().firstValue("Vary")).hasValue("Accept");
    assertThat(answer.body()).startsWith("openapi: 3.1.").contains("  version: '1.2.3'\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/json                       | application/json",
        "application/json, */*;q=0.1            | application/json",
        "application/yaml;q=0.5, application/json | application/json",
        "application/yaml                       | application/yaml",
        "application/json;q=0.5, application/yaml | application/yaml",
        "*/*                                    | application/yaml",
        "text/html, application/xhtml+xml, */*;q=0.8 | application/yaml",
        "text/html                              | application/yaml",
      })
  void whatIsAcceptedDecides(String accept, String type) {
    var answer = api.send(api.request("/openapi").header("Accept", accept));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(type(answer)).isEqualTo(type);
  }

  @ParameterizedTest
  @CsvSource({"json, application/json", "yaml, application/yaml"})
  void aFormatThatIsNamedComesWhateverIsAccepted(String format, String type) {
    for (var accept : new String[] {"application/json", "application/yaml"}) {
      var answer = api.send(api.request("/openapi?format=" + format).header("Accept", accept));

      assertThat(type(answer)).isEqualTo(type);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"format=xml", "format=", "formats=json", "format=json&format=yaml"})
  void anotherFormatIsRefused(String query) {
    assertThat(api.send(api.request("/openapi?" + query)).statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nonsense", "/", ";q=1", "application/json;q=much", "*/json", ","})
  void nonsenseIsNoReasonToFail(String accept) {
    assertThat(api.send(api.request("/openapi").header("Accept", accept)).statusCode())
        .isIn(200, 400);
  }

  @Test
  void headTellsTheLength() {
    var answer = api.send(api.request("/openapi").HEAD());

    assertThat(answer.headers().firstValue("Content-Length"))
        .hasValue("" + api.send(api.request("/openapi")).body().getBytes(UTF_8).length);
  }

  @Test
  void bothFormatsSayTheSame() throws IOException {
    var yaml = api.send(api.request("/openapi?format=yaml")).body();
    var json = api.send(api.request("/openapi?format=json")).body();

    assertThat(JSON.<JsonNode>valueToTree(yaml(yaml))).isEqualTo(JSON.readTree(json));
    // By YAML 1.1, a time without apostrophes would be a number in JSON.
    assertThat(json).contains("\"CreatedAt\":\"2025-07-02T10:00:00Z\"");
  }

  @Test
  void namesTheAddressThatClientsReachTheServerBy() {
    assertThat(api.send(api.request("/openapi")).body()).contains("  - url: '/'\n");
    try (var proxied = RunningApi.startBehind(URI.create("https://backup.example.com/o'b/"))) {
      var answer = proxied.send(proxied.request("/openapi"));

      assertThat(yaml(answer.body()))
          .containsEntry("servers", List.of(Map.of("url", "https://backup.example.com/o'b")));
    }
  }

  private static Map<String, Object> yaml(String text) {
    return new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
  }

  private static String type(HttpResponse<?> answer) {
    return Optional.of(answer.headers()).flatMap(h -> h.firstValue("Content-Type")).orElse("");
  }
}
