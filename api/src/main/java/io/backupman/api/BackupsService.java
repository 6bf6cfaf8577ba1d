package io.backupman.api;

import io.backupman.api.request.JsonBody;
import io.backupman.api.request.PathId;
import io.backupman.api.request.QueryParameters;
import io.backupman.api.wire.Answer;
import io.backupman.api.wire.BackupJson;
import io.backupman.api.wire.PageJson;
import io.backupman.api.wire.StartedJson;
import io.backupman.api.wire.WatchedBackupJson;
import io.backupman.core.audit.AuditAction;
import io.backupman.core.backup.Backup;
import io.backupman.core.backup.BackupOperations;
import io.backupman.core.backup.BackupQuery;
import io.backupman.core.backup.BackupRemover;
import io.backupman.core.backup.BackupStore;
import io.backupman.core.backup.BackupTrigger;
import io.backupman.notifier.spi.BackupStatus;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code /api/backups}: looks backups up, starts, cancels, retries and deletes them. */
final class BackupsService implements HttpService {
  private static final List<String> LIST_PARAMETERS =
      List.of("limit", "after", "status", "label", "since", "until");

  private final BackupOperations operations;
  private final BackupRemover remover;
  private final BackupStore backups;
  private final Audited audited;

  BackupsService(Ports.Backups ports, Audited audited) {
    this.operations = ports.operations();
    this.remover = ports.remover();
    this.backups = ports.store();
    this.audited = audited;
  }

  @Override
  public void routing(HttpRules rules) {
    rules
        .any("/", Methods.get(this::list).post(starting()))
        .any(
            "/{id}",
            Methods.get(this::one).delete(audited.as(AuditAction.DELETE_BACKUP, this::delete)))
        .any("/{id}/cancel", acting(AuditAction.CANCEL_BACKUP, operations::cancel))
        .any("/{id}/retry", acting(AuditAction.RETRY_BACKUP, operations::retry));
  }

  private Handler starting() {
    return audited.as(AuditAction.START_BACKUP, BackupsService::subject, this::start);
  }

  private Methods acting(AuditAction action, Function<UUID, Backup> operation) {
    return Methods.onlyPost(audited.as(action, (q, r) -> act(q, r, operation)));
  }

  private static @Nullable String subject(ServerRequest request) {
    var labels = labels(request);
    return labels.isEmpty() ? null : String.join(", ", labels);
  }

  private static List<String> labels(ServerRequest request) {
    return JsonBody.of(request, List.of("Labels")).texts("Labels");
  }

  private void list(ServerRequest request, ServerResponse response) {
    var query = QueryParameters.of(request, LIST_PARAMETERS);
    var page =
        backups.list(
            new BackupQuery(
                query.limit(),
                query.id("after"),
                query.oneOf("status", BackupStatus.values(), BackupStatus::word),
                query.text("label"),
                query.time("since"),
                query.time("until")));
    Answer.ok(request, response, PageJson.of(page, BackupJson::of));
  }

  private void start(ServerRequest request, ServerResponse response) {
    QueryParameters.of(request, List.of());
    var started = operations.start(labels(request), BackupTrigger.MANUAL);
    Answer.accepted(request, response, StartedJson.of(started));
  }

  private void one(ServerRequest request, ServerResponse response) {
    QueryParameters.of(request, List.of());
    var id = PathId.of(request, "backup");
    var backup = backups.find(id).orElseThrow(() -> PathId.unknown("backup"));
    Answer.ok(request, response, WatchedBackupJson.of(backup, operations.progress(id)));
  }

  private static void act(
      ServerRequest request, ServerResponse response, Function<UUID, Backup> action) {
    QueryParameters.of(request, List.of());
    JsonBody.of(request, List.of());
    var backup = action.apply(PathId.of(request, "backup"));
    Answer.accepted(request, response, BackupJson.of(backup));
  }

  private void delete(ServerRequest request, ServerResponse response) throws InterruptedException {
    QueryParameters.of(request, List.of());
    remover.remove(PathId.of(request, "backup"));
    Answer.done(request, response);
  }
}
