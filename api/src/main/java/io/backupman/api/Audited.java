package io.backupman.api;

import io.backupman.api.problem.Problems;
import io.backupman.core.audit.Actor;
import io.backupman.core.audit.Audit;
import io.backupman.core.audit.AuditAction;
import io.helidon.http.Method;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Records what handlers do: before, so that what cannot be recorded is not done, and how it was
 * answered. A HEAD request does nothing. Stands behind the {@link Guard}, which knows who asks.
 */
final class Audited {
  private final Audit audit;
  private final Problems problems;

  Audited(Audit audit, Problems problems) {
    this.audit = audit;
    this.problems = problems;
  }

  /** Records a handler; it acts on what the path names, if that names something. */
  Handler as(AuditAction action, Handler handler) {
    return as(action, Audited::ofPath, handler);
  }

  /**
   * Records a handler.
   *
   * @param subject what it acts on; if it throws, the request is refused and nothing recorded
   */
  Handler as(
      AuditAction action, Function<ServerRequest, @Nullable String> subject, Handler handler) {
    return (request, response) -> {
      if (request.prologue().method().equals(Method.HEAD)) {
        handler.handle(request, response);
        return;
      }
      var entry = audit.begin(actor(request), action, subject.apply(request));
      try {
        handler.handle(request, response);
      } catch (CloseConnectionException brokenOff) {
        audit.end(entry, null);
        throw brokenOff;
      } catch (Exception | Error thrown) {
        audit.end(entry, problems.status(thrown).code());
        throw thrown;
      }
      audit.end(entry, response.status().code());
    };
  }

  private static Actor actor(ServerRequest request) {
    var address = ClientAddress.of(request).getHostAddress().replaceFirst("%.*", "");
    return Guard.caller(request)
        .map(caller -> new Actor(caller.name(), address))
        .orElseGet(() -> Actor.byLink(address));
  }

  private static @Nullable String ofPath(ServerRequest request) {
    var parameters = request.path().pathParameters();
    for (var name : new String[] {"id", "name"}) {
      if (parameters.contains(name)) {
        return parameters.get(name);
      }
    }
    return null;
  }
}
