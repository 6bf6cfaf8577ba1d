package io.backupman.api;

import io.backupman.api.connection.Places;
import io.backupman.api.wire.Answer;
import io.backupman.api.wire.HealthJson;
import io.backupman.core.health.HealthCheck;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.function.BooleanSupplier;

/** {@code /health}: says whether all that a backup needs could be used now. */
final class HealthService implements HttpService {
  private final Build build;
  private final HealthCheck check;
  private final Places places;
  private final BooleanSupplier serverIsWell;

  HealthService(Build build, HealthCheck check, Places places, BooleanSupplier serverIsWell) {
    this.build = build;
    this.check = check;
    this.places = places;
    this.serverIsWell = serverIsWell;
  }

  @Override
  public void routing(HttpRules rules) {
    rules.any("/", Methods.get(this::health));
  }

  private void health(ServerRequest request, ServerResponse response) {
    var health = places.looking(check::check);
    boolean well = serverIsWell.getAsBoolean();
    var status = health.up() && well ? Status.OK_200 : Status.SERVICE_UNAVAILABLE_503;
    var json = HealthJson.of(build.version(), build.commitSha(), build.buildDate(), health, well);
    Answer.json(request, response, status, json);
  }
}
