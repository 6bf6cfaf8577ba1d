package io.backupman.api;

import io.backupman.api.connection.MoreTime;
import io.backupman.api.request.JsonBody;
import io.backupman.api.request.QueryParameters;
import io.backupman.api.wire.Answer;
import io.backupman.api.wire.TriedJson;
import io.backupman.core.report.Trial;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Duration;
import java.util.List;

/** Notifiers: tried out. */
final class TrialService implements HttpService {
  /** Longer than the longest attempt. */
  private static final Duration LONGEST = Duration.ofMinutes(3);

  private final Trial trial;

  TrialService(Trial trial) {
    this.trial = trial;
  }

  @Override
  public void routing(HttpRules rules) {
    rules.any("/{name}/test", Methods.onlyPost(this::test));
  }

  private void test(ServerRequest request, ServerResponse response) throws InterruptedException {
    QueryParameters.of(request, List.of());
    var name = request.path().pathParameters().get("name");
    var body = JsonBody.of(request, List.of("Destinations"));
    var destinations = body.texts("Destinations");
    MoreTime.give(request, LONGEST);
    Answer.ok(request, response, TriedJson.of(trial.run(name, destinations)));
  }
}
