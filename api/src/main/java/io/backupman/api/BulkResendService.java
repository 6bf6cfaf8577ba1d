package io.backupman.api;

import io.backupman.api.connection.MoreTime;
import io.backupman.api.request.JsonBody;
import io.backupman.api.request.QueryParameters;
import io.backupman.api.wire.Answer;
import io.backupman.api.wire.ResentInBulkJson;
import io.backupman.core.report.BulkResender;
import io.backupman.core.report.DeliveryStatus;
import io.backupman.core.report.Recovery;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Duration;
import java.util.List;

/** Many reports: sent again. */
final class BulkResendService implements HttpService {
  private static final List<String> MEMBERS =
      List.of("Since", "Until", "Delivery", "Notifier", "Destination", "DryRun");

  /** The first one is the default: nobody is to get again what they have. */
  private static final List<String> DELIVERIES =
      List.of(DeliveryStatus.FAILED.word(), DeliveryStatus.DELIVERED.word());

  /** Enough for millions of reports. */
  private static final Duration LONGEST = Duration.ofMinutes(10);

  private final BulkResender resender;

  BulkResendService(BulkResender resender) {
    this.resender = resender;
  }

  @Override
  public void routing(HttpRules rules) {
    rules.any("/resend", Methods.onlyPost(this::resend));
  }

  private void resend(ServerRequest request, ServerResponse response) {
    QueryParameters.of(request, List.of());
    var body = JsonBody.of(request, MEMBERS);
    var recovery =
        new Recovery(
            body.requiredTime("Since"),
            body.time("Until"),
            DeliveryStatus.of(body.oneOf("Delivery", DELIVERIES)),
            body.text("Notifier"),
            body.text("Destination"));
    var dryRun = body.flag("DryRun");
    MoreTime.give(request, LONGEST);
    var made = dryRun ? resender.count(recovery) : resender.resend(recovery);
    Answer.accepted(request, response, ResentInBulkJson.of(made, dryRun));
  }
}
