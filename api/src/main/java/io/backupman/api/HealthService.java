package io.backupman.api;

import io.backupman.api.wire.Answer;
import io.backupman.api.wire.HealthJson;
import io.backupman.core.health.HealthCheck;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

/** Whether all that a backup needs could be used now. */
final class HealthService implements HttpService {
  private final Build build;
  private final HealthCheck check;

  HealthService(Build build, HealthCheck check) {
    this.build = build;
    this.check = check;
  }

  @Override
  public void routing(HttpRules rules) {
    rules.any("/", Methods.get(this::health));
  }

  private void health(ServerRequest request, ServerResponse response) {
    var health = check.check();
    var status = health.up() ? Status.OK_200 : Status.SERVICE_UNAVAILABLE_503;
    var json = HealthJson.of(build.version(), build.commitSha(), build.buildDate(), health);
    Answer.json(request, response, status, json);
  }
}
