package io.backupman.api;

import io.backupman.api.request.JsonBody;
import io.backupman.api.request.PathId;
import io.backupman.api.request.QueryParameters;
import io.backupman.api.wire.Answer;
import io.backupman.api.wire.ResentJson;
import io.backupman.core.report.Resender;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;

/** Reports: sent again. */
final class ResendService implements HttpService {
  private final Resender resender;

  ResendService(Resender resender) {
    this.resender = resender;
  }

  @Override
  public void routing(HttpRules rules) {
    rules.any("/{id}/resend", Methods.onlyPost(this::resend));
  }

  private void resend(ServerRequest request, ServerResponse response) {
    QueryParameters.of(request, List.of());
    var id = PathId.of(request, "report");
    var body = JsonBody.of(request, List.of("Notifiers", "Destinations"));
    var deliveries = resender.resend(id, body.texts("Notifiers"), body.texts("Destinations"));
    Answer.accepted(request, response, ResentJson.of(deliveries));
  }
}
