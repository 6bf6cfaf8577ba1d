package io.backupman.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.core.report.DeliveryStatus;
import io.backupman.core.report.ResendSelection;
import io.backupman.core.report.resend.BulkResender.Made;
import io.backupman.core.request.RequestProblem;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BulkResendApiTest {
  private static final String RESEND = "/api/admin/reports/resend";
  private static final Instant SINCE = Instant.parse("2025-07-01T00:00:00Z");

  private final RunningApi api = RunningApi.start();

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void withoutMoreThanATimeItIsAboutWhatFailed() {
    api.reports.made = new Made(3, 7);

    var answer = api.post(RESEND, "{\"Since\":\"2025-07-01T02:00:00+02:00\"}");

    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(answer.body())
        .isEqualTo("{\"Message\":\"Reports queued\",\"Reports\":3,\"Deliveries\":7}");
    assertThat(api.reports.bulks)
        .containsExactly(new ResendSelection(SINCE, null, DeliveryStatus.FAILED, null, null));
    assertThat(api.reports.counts).isEmpty();
  }

  @Test
  void everyMemberReachesTheCoreAndADryRunOnlyCounts() {
    api.reports.made = new Made(1, 1);

    var answer =
        api.post(
            RESEND,
            """
            {"Since":"2025-07-01T00:00:00Z","Until":"2025-07-02T00:00:00Z",
             "Delivery":"delivered","Notifier":"mail","Destination":"John Doe","DryRun":true}""");

    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(answer.body())
        .isEqualTo(
            "{\"Message\":\"Nothing was queued: this was a dry run\","
                + "\"Reports\":1,\"Deliveries\":1}");
    assertThat(api.reports.counts)
        .containsExactly(
            new ResendSelection(
                SINCE,
                Instant.parse("2025-07-02T00:00:00Z"),
                DeliveryStatus.DELIVERED,
                "mail",
                "John Doe"));
    assertThat(api.reports.bulks).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {}                                                | 'Since' is missing
          {"Since":"yesterday"}                             | 'Since' must be a time such as
          {"Since":5}                                       | 'Since' must be a text, not a number.
          {"Since":"2025-07-01T00:00:00Z","Until":"now"}    | 'Until' must be a time such as
          {"Since":"2025-07-01T00:00:00Z","Delivery":"all"} | 'Delivery' must be one of failed,
          {"Since":"2025-07-01T00:00:00Z","Notifier":["a"]} | 'Notifier' must be a text, not a list
          {"Since":"2025-07-01T00:00:00Z","Destination":""} | 'Destination' is empty
          {"Since":"2025-07-01T00:00:00Z","DryRun":"yes"}   | 'DryRun' must be true or false, not a
          {"Since":"2025-07-01T00:00:00Z","Notifiers":[]}   | The member 'Notifiers' is not known;
          """)
  void whatIsNotUnderstoodIsRefusedByName(String body, String sentence) {
    var answer = api.post(RESEND, body);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains(sentence);
    assertThat(api.reports.bulks).isEmpty();
  }

  @Test
  void whatTheCoreRefusesIsAnsweredAsItSays() {
    api.reports.resendProblem = RequestProblem.invalid("There is no notifier \"x\".");

    var answer = api.post(RESEND, "{\"Since\":\"2025-07-01T00:00:00Z\",\"Notifier\":\"x\"}");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("There is no notifier");
  }

  @Test
  void itNeedsAnAdminKeyAndPost() {
    assertThat(
            api.send(
                    api.request(RESEND)
                        .header("X-Api-Key", RunningApi.USER_KEY)
                        .POST(BodyPublishers.noBody()))
                .statusCode())
        .isEqualTo(403);
    assertThat(api.send(api.request(RESEND).header("X-Api-Key", RunningApi.ADMIN_KEY)).statusCode())
        .isEqualTo(405);
  }
}
