package io.backupman.notifier.webhook;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.notifier.http.testing.RawReceiver;
import io.backupman.notifier.spi.Notification;
import io.backupman.notifier.spi.Secret;
import io.backupman.notifier.testkit.ExampleReport;
import io.backupman.notifier.testkit.FixedContext;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What goes over the wire, to the byte. */
class WebhookRequestTest {
  private final RawReceiver receiver = RawReceiver.that(this::answer);

  private void answer(Socket connection) throws IOException {
    receiver().keepRequest(connection);
    connection
        .getOutputStream()
        .write("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n".getBytes(ISO_8859_1));
  }

  private RawReceiver receiver() {
    return receiver;
  }

  @AfterEach
  void stop() {
    receiver.close();
  }

  @Test
  void hasTheDocumentsBodyAndExactlyTheseHeaders() throws Exception {
    try (var sender = Sender.to(receiver.url(), Map.of("token", "xxx"))) {
      sender.send();
    }

    assertThat(lines()).startsWith("POST /webhook HTTP/1.1");
    assertThat(lines().subList(1, lines().size()))
        .containsExactlyInAnyOrder(
            "Connection: close",
            "Content-Length: " + WebhookBodyTest.documentCompact().length(),
            "Content-Type: application/json",
            "Host: localhost:" + receiver.port(),
            "User-Agent: Backupman/1.2.3",
            "X-Webhook-Token: xxx",
            "webhook-id: 0197c0de-0000-7000-8000-000000000001",
            "webhook-timestamp: " + FixedContext.NOW.getEpochSecond());
    assertThat(body()).isEqualTo(WebhookBodyTest.documentCompact());
  }

  @Test
  void hasNoTokenHeaderWithoutAToken() throws Exception {
    try (var sender = Sender.to(receiver.url())) {
      sender.send();
    }

    assertThat(lines()).noneMatch(line -> line.startsWith("X-Webhook-Token"));
  }

  @Test
  void keepsItsIdWhenTheReportIsSentAgain() throws Exception {
    var again =
        Notification.builder(
                ExampleReport.REPORT_ID,
                UUID.randomUUID(),
                Notification.BACKUP_REPORT,
                FixedContext.NOW)
            .attempt(7)
            .backup(ExampleReport.finished().build())
            .build();
    try (var sender = Sender.to(receiver.url())) {
      sender.send();
      sender.send(again);
    }

    assertThat(receiver.requests())
        .hasSize(2)
        .allMatch(request -> request.contains("webhook-id: " + ExampleReport.REPORT_ID + "\r\n"));
  }

  @Test
  void carriesOneSignatureForEachSecret() throws Exception {
    var first = "whsec_" + "A".repeat(32);
    var second = "whsec_" + "B".repeat(32);
    try (var sender = Sender.to(receiver.url(), Map.of("secret", List.of(first, second)))) {
      sender.send();
    }

    var timestamp = FixedContext.NOW.getEpochSecond();
    var bytes = body().getBytes(ISO_8859_1);
    var id = ExampleReport.REPORT_ID.toString();
    assertThat(lines())
        .contains(
            "webhook-signature: "
                + SigningKey.of(Secret.of(first)).sign(id, timestamp, bytes)
                + " "
                + SigningKey.of(Secret.of(second)).sign(id, timestamp, bytes));
  }

  @Test
  void carriesTheUsersOwnHeaders() throws Exception {
    var headers = Map.of("Authorization", "Bearer abc", "X-Tenant", "a b");
    try (var sender = Sender.to(receiver.url(), Map.of("headers", headers))) {
      sender.send();
    }

    assertThat(lines()).contains("Authorization: Bearer abc", "X-Tenant: a b");
  }

  @Test
  void keepsTheQueryOfTheUrl() throws Exception {
    try (var sender = Sender.to(receiver.url() + "?room=1&key=a%20b#part")) {
      sender.send();
    }

    assertThat(lines()).startsWith("POST /webhook?room=1&key=a%20b HTTP/1.1");
  }

  private List<String> lines() {
    var request = receiver.requests().getFirst();
    return request.substring(0, request.indexOf("\r\n\r\n")).lines().toList();
  }

  private String body() {
    var request = receiver.requests().getFirst();
    return request.substring(request.indexOf("\r\n\r\n") + 4);
  }
}
