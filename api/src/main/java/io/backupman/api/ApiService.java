package io.backupman.api;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;

/** Everything under {@code /api}: first the key, then the resources. */
final class ApiService implements HttpService {
  private final Guard guard;
  private final Ports ports;

  ApiService(Guard guard, Ports ports) {
    this.guard = guard;
    this.ports = ports;
  }

  @Override
  public void routing(HttpRules rules) {
    rules
        .any(guard.user())
        .register("/admin", new AdminService(guard, ports))
        .register("/backups", new BackupsService(ports))
        .register("/reports", new ReportsService(ports.reports()))
        .register("/notifiers", new NotifiersService(ports.notifiers()));
  }
}
