package io.backupman.api;

import io.backupman.api.request.QueryParameters;
import io.backupman.api.wire.Answer;
import io.backupman.api.wire.NotifiersJson;
import io.backupman.core.notifier.Notifiers;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;
import java.util.function.Supplier;

/** {@code /api/notifiers}: lists the configured notifiers, and the plugins that were found. */
final class NotifiersService implements HttpService {
  private final Supplier<Notifiers> notifiers;

  NotifiersService(Supplier<Notifiers> notifiers) {
    this.notifiers = notifiers;
  }

  @Override
  public void routing(HttpRules rules) {
    rules.any("/", Methods.get(this::list));
  }

  private void list(ServerRequest request, ServerResponse response) {
    QueryParameters.of(request, List.of());
    Answer.ok(request, response, NotifiersJson.of(notifiers.get()));
  }
}
