package io.backupman.api;

import io.backupman.api.connection.MoreTime;
import io.backupman.api.request.JsonBody;
import io.backupman.api.request.PathId;
import io.backupman.api.request.QueryParameters;
import io.backupman.api.wire.Answer;
import io.backupman.api.wire.DeliveryJson;
import io.backupman.core.audit.AuditAction;
import io.backupman.core.report.DeliveryStatus;
import io.backupman.core.report.ResendSelection;
import io.backupman.core.report.resend.BulkResender;
import io.backupman.core.report.resend.Resender;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Duration;
import java.util.List;

/** {@code /api/admin/reports}: sends stored reports again, one by its id or many by a selection. */
final class AdminReportsService implements HttpService {
  private static final List<String> SELECTION =
      List.of("Since", "Until", "Delivery", "Notifier", "Destination", "DryRun");

  /** The first one is the default: nobody is to get again what they have. */
  private static final List<String> DELIVERIES =
      List.of(DeliveryStatus.FAILED.word(), DeliveryStatus.DELIVERED.word());

  /** Enough to send millions of reports again. */
  private static final Duration LONGEST = Duration.ofMinutes(10);

  private final Resender resender;
  private final BulkResender bulkResender;
  private final Audited audited;

  AdminReportsService(Ports.Reports ports, Audited audited) {
    this.resender = ports.resender();
    this.bulkResender = ports.bulkResender();
    this.audited = audited;
  }

  @Override
  public void routing(HttpRules rules) {
    rules
        .any(
            "/resend",
            Methods.onlyPost(
                audited.as(
                    AuditAction.RESEND_REPORTS, AdminReportsService::selection, this::resendMany)))
        .any(
            "/{id}/resend",
            Methods.onlyPost(audited.as(AuditAction.RESEND_REPORT, this::resendOne)));
  }

  private static String selection(ServerRequest request) {
    return JsonBody.of(request, SELECTION).toString();
  }

  private void resendMany(ServerRequest request, ServerResponse response) {
    QueryParameters.of(request, List.of());
    var body = JsonBody.of(request, SELECTION);
    var selection =
        new ResendSelection(
            body.requiredTime("Since"),
            body.time("Until"),
            DeliveryStatus.of(body.oneOf("Delivery", DELIVERIES)),
            body.text("Notifier"),
            body.text("Destination"));
    var dryRun = body.flag("DryRun");
    MoreTime.give(request, LONGEST);
    var made = dryRun ? bulkResender.count(selection) : bulkResender.resend(selection);
    var message = dryRun ? "Nothing was queued: this was a dry run" : "Reports queued";
    var answer = new BulkResendJson(message, made.reports(), made.deliveries());
    Answer.accepted(request, response, answer);
  }

  private void resendOne(ServerRequest request, ServerResponse response) {
    QueryParameters.of(request, List.of());
    var id = PathId.of(request, "report");
    var body = JsonBody.of(request, List.of("Notifiers", "Destinations"));
    var deliveries = resender.resend(id, body.texts("Notifiers"), body.texts("Destinations"));
    var results = deliveries.stream().map(DeliveryJson::of).toList();
    Answer.accepted(request, response, new ResendJson("Report queued", results));
  }

  /**
   * Answers a bulk resend.
   *
   * @param reports how many reports are sent again
   * @param deliveries how many deliveries of them were made
   */
  record BulkResendJson(String message, long reports, long deliveries) {}

  /**
   * Answers a resend.
   *
   * @param results the new deliveries
   */
  record ResendJson(String message, List<DeliveryJson> results) {}
}
