package io.backupman.api;

import io.backupman.api.request.QueryParameters;
import io.backupman.api.wire.Answer;
import io.helidon.common.media.type.MediaTypes;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * {@code /openapi}: describes this API, as YAML unless JSON is asked for. Where and how to ask is
 * that of MicroProfile OpenAPI, which many tools know.
 */
final class OpenApiService implements HttpService {
  private static final String[] FORMATS = {"yaml", "json"};
  private static final Header DEPENDS_ON_ACCEPT =
      HeaderValues.create(HeaderNames.VARY, HeaderNames.ACCEPT.defaultCase());

  private final OpenApiDocument document;

  OpenApiService(OpenApiDocument document) {
    this.document = document;
  }

  @Override
  public void routing(HttpRules rules) {
    rules.any("/", Methods.get(this::describe));
  }

  private void describe(ServerRequest request, ServerResponse response) {
    var asked =
        QueryParameters.of(request, List.of("format"))
            .oneOf("format", FORMATS, Function.identity());
    boolean json = Optional.ofNullable(asked).map("json"::equals).orElseGet(() -> isJson(request));
    response.header(DEPENDS_ON_ACCEPT);
    if (json) {
      Answer.send(request, response, Status.OK_200, "application/json", document.json());
    } else {
      Answer.send(request, response, Status.OK_200, "application/yaml", document.yaml());
    }
  }

  private static boolean isJson(ServerRequest request) {
    return request
        .headers()
        .bestAccepted(MediaTypes.APPLICATION_YAML, MediaTypes.APPLICATION_JSON)
        .filter(MediaTypes.APPLICATION_JSON::equals)
        .isPresent();
  }
}
