package io.backupman.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.backupman.api.openapi.Document;
import io.backupman.api.openapi.Operation;
import io.backupman.core.report.ReportWithDeliveries;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Sends the requests that the document has as examples; they are carried out. */
class OpenApiExamplesTest {
  private final RunningApi api = RunningApi.start();

  static Stream<Operation> operations() {
    return Document.OF_PROGRAM.operations();
  }

  @BeforeEach
  void records() {
    StoredCopy.add(api);
    api.reports.reports.add(
        new ReportWithDeliveries(Samples.report(), List.of(Samples.delivery())));
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @ParameterizedTest
  @MethodSource("operations")
  void succeedsWithEachBodyAndWithoutOneThatIsNotNeeded(Operation operation) {
    var requests = operation.body().isEmpty() ? Stream.of("") : bodies(operation.body().get());

    assertThat(requests)
        .allSatisfy(
            body ->
                assertThat(api.send(request(operation, "", body)).statusCode())
                    .isEqualTo(operation.success()));
  }

  private static Stream<String> bodies(JsonNode body) {
    var examples = body.at("/content/application~1json/examples");
    assertThat(examples).isNotEmpty();
    var bodies = examples.valueStream().map(example -> example.get("value").toString());
    return body.path("required").asBoolean() ? bodies : Stream.concat(bodies, Stream.of(""));
  }

  @ParameterizedTest
  @MethodSource("operations")
  void succeedsWithAllParametersOfTheQuery(Operation operation) {
    var query =
        operation.parameters("query").stream()
            .map(parameter -> parameter.get("name").textValue() + "=" + example(parameter))
            .collect(Collectors.joining("&", "?", ""));
    var body = operation.body().stream().flatMap(OpenApiExamplesTest::bodies).findFirst();

    assertThat(api.send(request(operation, query, body.orElse(""))).statusCode())
        .isEqualTo(operation.success());
  }

  @ParameterizedTest
  @MethodSource("operations")
  void succeedsWithEachHeader(Operation operation) {
    for (var header : operation.parameters("header")) {
      if (header.has("example")) {
        var request =
            request(operation, "", "")
                .header(header.get("name").textValue(), header.get("example").textValue());

        assertThat(api.send(request).statusCode()).isBetween(200, 299);
      }
    }
  }

  private HttpRequest.Builder request(Operation operation, String query, String body) {
    var path = operation.template();
    for (var parameter : operation.parameters("path")) {
      path = path.replace("{" + parameter.get("name").textValue() + "}", example(parameter));
    }
    var request = api.request(path + query);
    if (!operation.node().path("security").isEmpty() || !operation.node().has("security")) {
      request.header("X-Api-Key", key(operation));
    }
    if (!body.isEmpty()) {
      request.header("Content-Type", "application/json");
    }
    return request.method(
        operation.method().toUpperCase(Locale.ROOT),
        body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
  }

  /** The key of the role that the document asks for. */
  private static String key(Operation operation) {
    return operation.node().path("security").path(0).path("apiKey").path(0).asText().equals("admin")
        ? RunningApi.ADMIN_KEY
        : RunningApi.USER_KEY;
  }

  private static String example(JsonNode parameter) {
    assertThat(parameter.has("example")).as(parameter.toString()).isTrue();
    return URLEncoder.encode(parameter.get("example").asText(), UTF_8).replace("+", "%20");
  }
}
