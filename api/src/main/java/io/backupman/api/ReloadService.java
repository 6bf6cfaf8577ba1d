package io.backupman.api;

import io.backupman.api.connection.MoreTime;
import io.backupman.api.request.JsonBody;
import io.backupman.api.request.QueryParameters;
import io.backupman.api.wire.Answer;
import io.backupman.api.wire.NotifiersJson;
import io.backupman.core.notifier.NotifierReload;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Duration;
import java.util.List;

/** The notifiers: read anew. */
final class ReloadService implements HttpService {
  /** Each plugin and each notifier may take ten seconds. */
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private final NotifierReload reload;

  ReloadService(NotifierReload reload) {
    this.reload = reload;
  }

  @Override
  public void routing(HttpRules rules) {
    rules.any("/reload", Methods.onlyPost(this::reload));
  }

  private void reload(ServerRequest request, ServerResponse response) {
    QueryParameters.of(request, List.of());
    JsonBody.of(request, List.of());
    MoreTime.give(request, LONGEST);
    Answer.ok(request, response, NotifiersJson.of(reload.reload()));
  }
}
