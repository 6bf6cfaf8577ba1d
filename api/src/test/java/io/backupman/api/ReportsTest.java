package io.backupman.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.core.report.Delivery;
import io.backupman.core.report.DeliveryStatus;
import io.backupman.core.report.DeliveryTrigger;
import io.backupman.core.report.ReportQuery;
import io.backupman.core.report.ReportWithDeliveries;
import io.backupman.core.request.RequestProblem;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportsTest {
  private static final String HEAD =
      "{\"Id\":\"a0000000-0000-4000-8000-000000000001\",\"Event\":\"backup_report\","
          + "\"BackupId\":\"b4c3f1a0-1b1e-4b0e-8b4a-0e1b0e1b0e1b\",\"Label\":\"MySQL 1\","
          + "\"Status\":\"finished\",\"CreatedAt\":\"2025-07-02T10:05:00Z\",\"Deliveries\":[";

  private static final String DELIVERY =
      "{\"Id\":\"a0000000-0000-4000-8000-000000000002\","
          + "\"ReportId\":\"a0000000-0000-4000-8000-000000000001\",\"Notifier\":\"webhook\","
          + "\"Destination\":\"My Webhook\",\"Status\":\"pending\",\"Trigger\":\"automatic\","
          + "\"AttemptCount\":1,\"CreatedAt\":\"2025-07-02T10:05:00Z\","
          + "\"NextAttemptAt\":\"2025-07-02T10:05:05Z\",\"DeliveredAt\":null,"
          + "\"LastError\":\"The server answered 503.\"";

  private static final String RESEND = "/api/admin/reports/" + Samples.REPORT + "/resend";

  private final RunningApi api = RunningApi.start();

  @BeforeEach
  void fill() {
    api.reports.reports.add(
        new ReportWithDeliveries(Samples.report(), List.of(Samples.delivery())));
    api.reports.attempts.put(Samples.DELIVERY, List.of(Samples.attempt()));
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void theListShowsReportsWithTheirDeliveriesButNeitherPayloadNorAttempts() {
    assertThat(api.get("/api/reports").body())
        .isEqualTo("{\"Results\":[" + HEAD + DELIVERY + "}]}],\"Next\":null}");
    assertThat(api.reports.lastQuery).isEqualTo(ReportQuery.newest(100));
  }

  @Test
  void oneReportHasEveryAttemptAndItsPayloadAsStored() {
    assertThat(api.get("/api/reports/" + Samples.REPORT).body())
        .isEqualTo(
            HEAD
                + DELIVERY
                + ",\"Attempts\":[{\"Number\":1,\"StartedAt\":\"2025-07-02T10:05:00Z\","
                + "\"DurationMs\":1234,\"Outcome\":\"retry\",\"StatusCode\":503,"
                + "\"Detail\":\"The server answered 503.\",\"Node\":\"host-1\"}]}],"
                + "\"Payload\":"
                + Samples.PAYLOAD
                + "}");
  }

  @Test
  void whatAFallbackHasTakenOverIsAutomatic() {
    var delivery =
        Delivery.due(
            Samples.DELIVERY,
            Samples.REPORT,
            "log",
            "file",
            DeliveryTrigger.FALLBACK,
            Samples.FIVE_PAST);
    api.reports.reports.set(0, new ReportWithDeliveries(Samples.report(), List.of(delivery)));
    assertThat(api.get("/api/reports").body()).contains("\"Trigger\":\"automatic\"");
  }

  @Test
  void everyFilterReachesTheStore() {
    api.get(
        "/api/reports?limit=3&after="
            + Samples.REPORT
            + "&event=backup_report&status=failed&delivery=failed&notifier=mail&label=A"
            + "&backup_id="
            + Samples.BACKUP
            + "&since=2025-01-01T00:00:00Z&until=2025-02-01T00:00:00Z");

    assertThat(api.reports.lastQuery)
        .isEqualTo(
            new ReportQuery(
                3,
                Samples.REPORT,
                "backup_report",
                "failed",
                DeliveryStatus.FAILED,
                "mail",
                "A",
                Samples.BACKUP,
                Instant.parse("2025-01-01T00:00:00Z"),
                Instant.parse("2025-02-01T00:00:00Z")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "event=x",
        "event=BACKUP_REPORT",
        "delivery=sent",
        "status=pending",
        "backup_id=7",
        "BackupId=7",
        "until=now"
      })
  void aQueryThatIsNotUnderstoodIsRefused(String query) {
    var answer = api.get("/api/reports?" + query);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("'" + query.substring(0, query.indexOf('=')) + "'");
    assertThat(api.reports.lastQuery).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"00000000-0000-4000-8000-000000000000", "x"})
  void aReportThatDoesNotExistIsNotFound(String id) {
    var answer = api.get("/api/reports/" + id);

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).contains("There is no report with this id.");
  }

  @Test
  void resendingWithoutABodyGoesToEveryDestination() {
    var answer =
        api.send(
            api.request(RESEND)
                .header("Authorization", "Bearer " + RunningApi.ADMIN_KEY)
                .POST(BodyPublishers.noBody()));

    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(answer.body())
        .isEqualTo("{\"Message\":\"Report queued\",\"Results\":[" + DELIVERY + "}]}");
    assertThat(api.reports.resends)
        .containsExactly(new FakeReports.Resend(Samples.REPORT, List.of(), List.of()));
  }

  @Test
  void resendingToNamedDestinationsGoesToThemAlone() {
    var answer =
        api.post(RESEND, "{\"Notifiers\":[\"webhook\"],\"Destinations\":[\"My Webhook\"]}");

    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(api.reports.resends)
        .containsExactly(
            new FakeReports.Resend(Samples.REPORT, List.of("webhook"), List.of("My Webhook")));
  }

  @Test
  void whatTheCoreRefusesToResendIsAnsweredAsItSays() {
    api.reports.resendProblem = RequestProblem.notFound("There is no such report.");
    assertThat(api.post(RESEND, "").statusCode()).isEqualTo(404);

    api.reports.resendProblem = RequestProblem.invalid("There is no notifier 'x'.");
    assertThat(api.post(RESEND, "").statusCode()).isEqualTo(400);

    api.reports.resendProblem = RequestProblem.conflict("There is nothing to send to.");
    assertThat(api.post(RESEND, "").statusCode()).isEqualTo(409);
  }

  @Test
  void aResendThatIsNotUnderstoodIsRefused() {
    assertThat(api.post(RESEND, "{\"Destination\":[\"x\"]}").body())
        .contains("The member 'Destination' is not known; there are Notifiers, Destinations.");
    assertThat(api.post("/api/admin/reports/x/resend", "").statusCode()).isEqualTo(404);
    assertThat(api.reports.resends).isEmpty();
  }
}
