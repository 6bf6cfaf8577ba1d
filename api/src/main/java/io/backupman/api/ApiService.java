package io.backupman.api;

import io.backupman.api.connection.Places;
import io.backupman.api.problem.Problems;
import io.backupman.core.audit.AuditAction;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;

/** Everything under {@code /api}: first the key, then the resources; a download may do without. */
final class ApiService implements HttpService {
  private final Guard guard;
  private final Places places;
  private final Ports ports;
  private final ApiSettings settings;
  private final Audited audited;

  ApiService(Guard guard, Places places, ApiSettings settings, Ports ports) {
    this.guard = guard;
    this.places = places;
    this.settings = settings;
    this.ports = ports;
    this.audited = new Audited(ports.audit(), new Problems(ports.databaseAway()));
  }

  @Override
  public void routing(HttpRules rules) {
    rules
        .any(
            "/backups/{id}/download",
            Methods.get(
                new DownloadHandler(
                    guard,
                    places,
                    audited,
                    ports.backups().downloads(),
                    settings.limits().silence())))
        .any(guard.known())
        .any(
            "/backups/{id}/generate-download-url",
            Methods.get(
                guard.user(
                    audited.as(
                        AuditAction.MAKE_DOWNLOAD_URL,
                        new LinkHandler(ports.backups().downloads(), settings.appUrl())))))
        .register("/admin", this::admin)
        .register("/backups", new BackupsService(ports.backups(), audited))
        .register("/reports", new ReportsService(ports.reports().store()))
        .register("/notifiers", new NotifiersService(ports.notifiers().now()));
  }

  /** Under {@code /admin}: first the admin key, then the resources. */
  private void admin(HttpRules rules) {
    rules
        .any(guard.admin())
        .register("/reports", new AdminReportsService(ports.reports(), audited))
        .register("/notifiers", new AdminNotifiersService(ports.notifiers(), audited))
        .register("/audit", new AdminAuditService(ports.audit()));
  }
}
