package io.backupman.api;

import io.backupman.api.problem.HttpProblem;
import io.helidon.http.Method;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The handlers of one path, one for each method; any other method is answered with 405, which
 * Helidon 4.5.0 does not do by itself. Immutable.
 */
final class Methods implements Handler {
  private final Map<String, Handler> handlers;

  private Methods(Map<String, Handler> handlers) {
    this.handlers = handlers;
  }

  /** Answers GET, and HEAD with it. */
  static Methods get(Handler handler) {
    return new Methods(Map.of()).with(Method.GET, handler).with(Method.HEAD, handler);
  }

  /** Answers POST alone. */
  static Methods onlyPost(Handler handler) {
    return new Methods(Map.of()).with(Method.POST, handler);
  }

  /** Answers POST, too. */
  Methods post(Handler handler) {
    return with(Method.POST, handler);
  }

  /** Answers DELETE, too. */
  Methods delete(Handler handler) {
    return with(Method.DELETE, handler);
  }

  private Methods with(Method method, Handler handler) {
    var more = new LinkedHashMap<>(handlers);
    more.put(method.text(), handler);
    return new Methods(more);
  }

  /** The methods that there are handlers for. */
  Set<String> names() {
    return handlers.keySet();
  }

  @Override
  public void handle(ServerRequest request, ServerResponse response) throws Exception {
    var method = request.prologue().method().text();
    var handler = handlers.get(method);
    if (handler == null) {
      throw HttpProblem.methodNotAllowed(method, String.join(", ", handlers.keySet()));
    }
    handler.handle(request, response);
  }
}
