package io.backupman.api;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;

/** Everything under {@code /api/admin}: first the admin key, then the resources. */
final class AdminService implements HttpService {
  private final Guard guard;
  private final Ports ports;

  AdminService(Guard guard, Ports ports) {
    this.guard = guard;
    this.ports = ports;
  }

  @Override
  public void routing(HttpRules rules) {
    rules
        .any(guard.admin())
        .register("/reports", new BulkResendService(ports.reports().bulkResender()))
        .register("/reports", new ResendService(ports.reports().resender()))
        .register("/notifiers", new TrialService(ports.notifiers().trial()))
        .register("/notifiers", new ReloadService(ports.notifiers().reload()));
  }
}
