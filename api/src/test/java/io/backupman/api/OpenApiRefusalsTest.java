package io.backupman.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.api.openapi.Document;
import io.backupman.api.openapi.Operation;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whether each operation refuses what the document says that it refuses, and with that status. */
class OpenApiRefusalsTest {
  private static final String NO_ID = "nonsense";

  private final RunningApi api = RunningApi.start();

  @AfterEach
  void stop() {
    api.close();
  }

  static Stream<Operation> operations() {
    return Document.OF_PROGRAM.operations();
  }

  static Stream<Operation> refusing(int status) {
    return operations().filter(operation -> operation.response(status).isPresent());
  }

  static Stream<Operation> withKeys() {
    return refusing(401);
  }

  @ParameterizedTest
  @MethodSource("withKeys")
  void nobodyWithoutAKeyIsLetIn(Operation operation) {
    requireRefusal(401, operation, request(operation, ""));
  }

  @ParameterizedTest
  @MethodSource("operations")
  void onlyWhatThePathSaysNeedsAnAdminKey(Operation operation) {
    assertThat(operation.node().path("security").path(0).path("apiKey").path(0).asText())
        .isEqualTo(operation.template().startsWith("/api/admin/") ? "admin" : "");
    if (operation.template().startsWith("/api/admin/")) {
      var request = request(operation, "").header("X-Api-Key", RunningApi.USER_KEY);

      requireRefusal(403, operation, request);
    }
  }

  static Stream<Operation> withStrictQueries() {
    return refusing(400);
  }

  @ParameterizedTest
  @MethodSource("withStrictQueries")
  void anUnknownParameterIsRefused(Operation operation) {
    requireRefusal(400, operation, withKey(request(operation, "?nonsense=1")));
  }

  static Stream<Operation> withIds() {
    return refusing(404)
        .filter(
            operation ->
                operation.parameters("path").stream()
                    .anyMatch(p -> p.at("/schema/format").asText().equals("uuid")));
  }

  @ParameterizedTest
  @MethodSource("withIds")
  void nothingHasAnIdThatIsNone(Operation operation) {
    requireRefusal(404, operation, withKey(request(operation, "")));
  }

  static Stream<Operation> withBodies() {
    return operations().filter(operation -> operation.body().isPresent());
  }

  @ParameterizedTest
  @MethodSource("withBodies")
  void aBodyThatSaysThatItIsNoJsonIsRefused(Operation operation) {
    var request =
        HttpRequest.newBuilder(withKey(request(operation, "")).build(), (name, value) -> true)
            .uri(api.uri(operation.template().replaceAll("\\{[^}]+}", Samples.REPORT.toString())))
            .header("Content-Type", "text/plain")
            .method(method(operation), BodyPublishers.ofString("{}"));

    requireRefusal(415, operation, request);
  }

  private void requireRefusal(int status, Operation operation, HttpRequest.Builder request) {
    assertThat(api.send(request).statusCode()).as(operation.toString()).isEqualTo(status);
  }

  private HttpRequest.Builder request(Operation operation, String query) {
    return api.request(operation.template().replaceAll("\\{[^}]+}", NO_ID) + query)
        .method(method(operation), BodyPublishers.noBody());
  }

  private static HttpRequest.Builder withKey(HttpRequest.Builder request) {
    return request.header("X-Api-Key", RunningApi.ADMIN_KEY);
  }

  private static String method(Operation operation) {
    return operation.method().toUpperCase(Locale.ROOT);
  }
}
