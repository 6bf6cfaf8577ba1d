package io.backupman.api;

import io.backupman.api.wire.Answer;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.Map;

/** {@code /ping}: says that the server answers. */
final class PingService implements HttpService {

  @Override
  public void routing(HttpRules rules) {
    rules.any("/", Methods.get(this::ping));
  }

  private void ping(ServerRequest request, ServerResponse response) {
    Answer.ok(request, response, Map.of("message", "pong"));
  }
}
