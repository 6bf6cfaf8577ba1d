package io.backupman.api;

import io.backupman.api.request.QueryParameters;
import io.backupman.api.wire.Answer;
import io.backupman.api.wire.AuditEntryJson;
import io.backupman.api.wire.PageJson;
import io.backupman.core.audit.Audit;
import io.backupman.core.audit.AuditAction;
import io.backupman.core.audit.AuditQuery;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;

/** {@code /api/admin/audit}: looks up who did what. */
final class AdminAuditService implements HttpService {
  private static final List<String> LIST_PARAMETERS =
      List.of("limit", "after", "actor", "action", "since", "until");

  private final Audit audit;

  AdminAuditService(Audit audit) {
    this.audit = audit;
  }

  @Override
  public void routing(HttpRules rules) {
    rules.any("/", Methods.get(this::list));
  }

  private void list(ServerRequest request, ServerResponse response) {
    var query = QueryParameters.of(request, LIST_PARAMETERS);
    var page =
        audit.list(
            new AuditQuery(
                query.limit(),
                query.id("after"),
                query.text("actor"),
                query.oneOf("action", AuditAction.values(), AuditAction::word),
                query.time("since"),
                query.time("until")));
    Answer.ok(request, response, PageJson.of(page, AuditEntryJson::of));
  }
}
