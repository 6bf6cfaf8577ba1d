package io.backupman.api;

import io.backupman.api.request.JsonBody;
import io.backupman.api.request.PathId;
import io.backupman.api.request.QueryParameters;
import io.backupman.api.wire.Answer;
import io.backupman.api.wire.BackupJson;
import io.backupman.api.wire.PageJson;
import io.backupman.api.wire.StartedJson;
import io.backupman.api.wire.WatchedBackupJson;
import io.backupman.core.backup.Backup;
import io.backupman.core.backup.BackupOperations;
import io.backupman.core.backup.BackupQuery;
import io.backupman.core.backup.BackupRemover;
import io.backupman.core.backup.BackupStore;
import io.backupman.core.backup.BackupTrigger;
import io.backupman.notifier.spi.BackupStatus;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** {@code /api/backups}: looks backups up, starts, cancels, retries and deletes them. */
final class BackupsService implements HttpService {
  private static final List<String> LIST_PARAMETERS =
      List.of("limit", "after", "status", "label", "since", "until");

  private final BackupOperations operations;
  private final BackupRemover remover;
  private final BackupStore backups;

  BackupsService(Ports.Backups ports) {
    this.operations = ports.operations();
    this.remover = ports.remover();
    this.backups = ports.store();
  }

  @Override
  public void routing(HttpRules rules) {
    rules
        .any("/", Methods.get(this::list).post(this::start))
        .any("/{id}", Methods.get(this::one).delete(this::delete))
        .any("/{id}/cancel", Methods.onlyPost((q, r) -> act(q, r, operations::cancel)))
        .any("/{id}/retry", Methods.onlyPost((q, r) -> act(q, r, operations::retry)));
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
    var labels = JsonBody.of(request, List.of("Labels")).texts("Labels");
    var started = operations.start(labels, BackupTrigger.MANUAL);
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
