package io.backupman.api;

import io.backupman.api.connection.MoreTime;
import io.backupman.api.request.JsonBody;
import io.backupman.api.request.QueryParameters;
import io.backupman.api.wire.Answer;
import io.backupman.api.wire.NotifiersJson;
import io.backupman.api.wire.TestResultJson;
import io.backupman.core.audit.AuditAction;
import io.backupman.core.notifier.NotifierReload;
import io.backupman.core.report.resend.NotifierTester;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Duration;
import java.util.List;

/** {@code /api/admin/notifiers}: reads the notifiers' configuration anew, and tests a notifier. */
final class AdminNotifiersService implements HttpService {
  /** Each plugin and each notifier may take ten seconds. */
  private static final Duration LONGEST_RELOAD = Duration.ofMinutes(5);

  /** Longer than the longest attempt. */
  private static final Duration LONGEST_TEST = Duration.ofMinutes(3);

  private final NotifierReload reload;
  private final NotifierTester tester;
  private final Audited audited;

  AdminNotifiersService(Ports.Notifiers ports, Audited audited) {
    this.reload = ports.reload();
    this.tester = ports.tester();
    this.audited = audited;
  }

  @Override
  public void routing(HttpRules rules) {
    rules
        .any("/{name}/test", Methods.onlyPost(audited.as(AuditAction.TEST_NOTIFIER, this::test)))
        .any("/reload", Methods.onlyPost(audited.as(AuditAction.RELOAD_NOTIFIERS, this::reload)));
  }

  private void test(ServerRequest request, ServerResponse response) throws InterruptedException {
    QueryParameters.of(request, List.of());
    var name = request.path().pathParameters().get("name");
    var body = JsonBody.of(request, List.of("Destinations"));
    var destinations = body.texts("Destinations");
    MoreTime.give(request, LONGEST_TEST);
    Answer.ok(request, response, TestResultJson.of(tester.test(name, destinations)));
  }

  private void reload(ServerRequest request, ServerResponse response) {
    QueryParameters.of(request, List.of());
    JsonBody.of(request, List.of());
    MoreTime.give(request, LONGEST_RELOAD);
    Answer.ok(request, response, NotifiersJson.of(reload.reload()));
  }
}
