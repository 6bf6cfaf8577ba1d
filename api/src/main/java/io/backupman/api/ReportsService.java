package io.backupman.api;

import io.backupman.api.request.PathId;
import io.backupman.api.request.QueryParameters;
import io.backupman.api.wire.Answer;
import io.backupman.api.wire.FullDeliveryJson;
import io.backupman.api.wire.FullReportJson;
import io.backupman.api.wire.PageJson;
import io.backupman.api.wire.ReportJson;
import io.backupman.core.report.DeliveryStatus;
import io.backupman.core.report.Event;
import io.backupman.core.report.ReportQuery;
import io.backupman.core.report.ReportStore;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** {@code /api/reports}: looks reports up, with their deliveries and attempts. */
final class ReportsService implements HttpService {
  private static final List<String> LIST_PARAMETERS =
      List.of(
          "limit",
          "after",
          "event",
          "status",
          "delivery",
          "notifier",
          "label",
          "backup_id",
          "since",
          "until");

  private static final String[] EVENTS = Event.words();

  /** How a backup can have ended when a report was written of it. */
  private static final String[] ENDS = {"finished", "failed"};

  /** Nobody looks for what was skipped, as nothing is wrong with it. */
  private static final DeliveryStatus[] DELIVERIES = {
    DeliveryStatus.PENDING, DeliveryStatus.DELIVERED, DeliveryStatus.FAILED
  };

  private final ReportStore reports;

  ReportsService(ReportStore reports) {
    this.reports = reports;
  }

  @Override
  public void routing(HttpRules rules) {
    rules.any("/", Methods.get(this::list)).any("/{id}", Methods.get(this::one));
  }

  private void list(ServerRequest request, ServerResponse response) {
    var query = QueryParameters.of(request, LIST_PARAMETERS);
    var page =
        reports.list(
            new ReportQuery(
                query.limit(),
                query.id("after"),
                query.oneOf("event", EVENTS, Function.identity()),
                query.oneOf("status", ENDS, Function.identity()),
                query.oneOf("delivery", DELIVERIES, DeliveryStatus::word),
                query.text("notifier"),
                query.text("label"),
                query.id("backup_id"),
                query.time("since"),
                query.time("until")));
    Answer.ok(request, response, PageJson.of(page, ReportJson::of));
  }

  private void one(ServerRequest request, ServerResponse response) {
    QueryParameters.of(request, List.of());
    var id = PathId.of(request, "report");
    var report = reports.find(id).orElseThrow(() -> PathId.unknown("report"));
    Answer.ok(request, response, FullReportJson.of(report, deliveries(id)));
  }

  private List<FullDeliveryJson> deliveries(UUID reportId) {
    var deliveries = reports.deliveries(reportId);
    var attempts = reports.attemptsByDelivery(reportId);
    return deliveries.stream()
        .map(d -> FullDeliveryJson.of(d, attempts.getOrDefault(d.id(), List.of())))
        .toList();
  }
}
