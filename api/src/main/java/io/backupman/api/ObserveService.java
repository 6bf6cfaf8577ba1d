package io.backupman.api;

import io.backupman.api.connection.Places;
import io.backupman.api.wire.Answer;
import io.backupman.core.health.HealthCheck;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * What an orchestrator asks every few seconds: whether to start the process afresh, and whether to
 * send it requests; and what is measured. A database that is away is no reason for the first:
 * everything goes on by itself once it is back.
 */
final class ObserveService implements HttpService {
  private final HealthCheck check;
  private final MetricsHandler metrics;
  private final Places places;
  private final BooleanSupplier serverIsWell;

  ObserveService(
      HealthCheck check, MetricsHandler metrics, Places places, BooleanSupplier serverIsWell) {
    this.check = check;
    this.metrics = metrics;
    this.places = places;
    this.serverIsWell = serverIsWell;
  }

  @Override
  public void routing(HttpRules rules) {
    rules
        .any("/health/live", Methods.get(this::live))
        .any("/health/ready", Methods.get(this::ready))
        .any("/metrics", Methods.get(metrics));
  }

  private void live(ServerRequest request, ServerResponse response) {
    answer(request, response, true);
  }

  private void ready(ServerRequest request, ServerResponse response) {
    boolean up = places.lookingAtDatabase(check::database).up();
    answer(request, response, up && serverIsWell.getAsBoolean());
  }

  private static void answer(ServerRequest request, ServerResponse response, boolean up) {
    var status = up ? Status.OK_200 : Status.SERVICE_UNAVAILABLE_503;
    Answer.json(request, response, status, Map.of("Status", up ? "UP" : "DOWN"));
  }
}
