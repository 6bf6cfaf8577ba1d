package io.backupman.notifier.ntfy;

import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.notifier.http.JsonObject;
import io.backupman.notifier.http.testing.Channel;
import io.backupman.notifier.http.testing.ChannelServer;
import io.backupman.notifier.http.testing.OtherContext;
import io.backupman.notifier.spi.Notification;
import io.backupman.notifier.spi.NotifierContext;
import io.backupman.notifier.spi.Receipt;
import io.backupman.notifier.spi.summary.Summary;
import io.backupman.notifier.testkit.ExampleEvents;
import io.backupman.notifier.testkit.FixedContext;
import java.net.URI;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is published. */
class NtfyMessageTest {

  @RegisterExtension private final ChannelServer server = new ChannelServer();

  @BeforeEach
  void takeEverything() {
    server.answers(okJson("{\"id\":\"sPs71M8A2T\",\"event\":\"message\",\"topic\":\"backups\"}"));
  }

  @Test
  void aFailureIsAnUrgentMessageThatLeadsToBackupman() throws Exception {
    var failed = ExampleEvents.failed("Access denied for user 'größe'.");
    var receipt = send(Map.of(), failed);

    server.verify(
        postRequestedFor(urlEqualTo("/"))
            .withRequestBody(
                equalToJson(
                    """
                    {
                      "topic": "backups",
                      "title": "Mysql 1: backup failed",
                      "message": %s,
                      "tags": ["rotating_light"],
                      "priority": 4,
                      "click": "http://localhost:8080"
                    }
                    """
                        .formatted(quoted(Summary.of(failed, ZoneOffset.UTC).text())))));
    assertThat(receipt).isEqualTo(Receipt.of(200, "Message sPs71M8A2T"));
  }

  @Test
  void aSuccessIsAnOrdinaryMessage() throws Exception {
    send(Map.of(), ExampleEvents.finished());

    assertThat(published().text("title")).contains("Mysql 1: backup finished");
    assertThat(published().list("tags")).isEqualTo(List.of("white_check_mark"));
    assertThat(published().number("priority").orElseThrow()).isEqualByComparingTo("3");
  }

  @Test
  void aTestLooksLikeAReportButIsNoAlarm() throws Exception {
    send(Map.of(), ExampleEvents.test());

    assertThat(published().text("title")).contains("Mysql 1: this is how a report looks");
    assertThat(published().list("tags")).isEqualTo(List.of("information_source"));
  }

  @Test
  void anEventWithoutATextHasItsTitleAsMessage() throws Exception {
    send(Map.of(), ExampleEvents.unknown());

    assertThat(published().text("message")).contains("moon_phase");
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "5, 5", "min, 1", "default, 3", "urgent, 5"})
  void aTopicsOwnPriorityCounts(String priority, String expected) throws Exception {
    var topic = Map.of("name", "All", "topic", "backups", "priority", priority);
    send(Map.of("destinations", List.of(topic)), ExampleEvents.failed());

    assertThat(published().number("priority").orElseThrow()).isEqualByComparingTo(expected);
  }

  @Test
  void aTokenIsSentAsBearer() throws Exception {
    send(Map.of("token", "tk_AgQdq7mVBoFD37zQVN29RhuMzNIz2"), ExampleEvents.failed());

    assertThat(authorization()).isEqualTo("Bearer tk_AgQdq7mVBoFD37zQVN29RhuMzNIz2");
  }

  @Test
  void userAndPasswordAreSentAsBasic() throws Exception {
    send(Map.of("user", "testuser", "password", "fakepassword"), ExampleEvents.failed());

    assertThat(authorization()).isEqualTo("Basic dGVzdHVzZXI6ZmFrZXBhc3N3b3Jk");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "ü", "😀", "\"", "\n\\", "\"😀"})
  void neverBecomesAnAttachmentNorTooLarge(String piece) throws Exception {
    send(Map.of(), ExampleEvents.failed("x" + piece.repeat(3_900 / piece.length()) + "x"));

    var message = published().text("message").orElseThrow();
    assertThat(message.getBytes(UTF_8).length).isLessThanOrEqualTo(4_096);
    assertThat(server.body().getBytes(UTF_8).length).isLessThanOrEqualTo(8_192);
    assertThat(message).startsWith("x" + piece.repeat(800));
  }

  @ParameterizedTest
  @CsvSource({"2000, true", "2001, false", "9000, false"})
  @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void anAddressThatLeavesNoRoomForTheTextIsLeftOut(int length, boolean there) throws Exception {
    var start = "http://localhost/";
    var address = URI.create(start + "x".repeat(length - start.length()));
    var failed = ExampleEvents.failed("\"".repeat(4_000));
    try (var channel = channel(Map.of(), OtherContext.at(address))) {
      channel.send(failed);
    }

    assertThat(published().text("click"))
        .isEqualTo(there ? Optional.of(address.toString()) : Optional.empty());
    assertThat(published().text("message").orElseThrow()).startsWith("\"".repeat(800));
    assertThat(server.body().getBytes(UTF_8).length).isLessThanOrEqualTo(8_192);
  }

  @Test
  void aHostileLabelIsShownAndNothingElse() throws Exception {
    var label = "a\r\nX-Actions: http, evil\n\",\"topic\":\"other\",\"click\":\"http://evil\"";
    for (var notification : ExampleEvents.labelled(label)) {
      send(Map.of(), notification);
    }

    assertThat(server.getAllServeEvents())
        .hasSize(2)
        .allSatisfy(
            event -> {
              assertThat(event.getRequest().getHeaders().keys()).doesNotContain("X-Actions");
              var message = JsonObject.parse(event.getRequest().getBodyAsString()).orElseThrow();
              assertThat(message.text("topic")).contains("backups");
              assertThat(message.text("click")).contains("http://localhost:8080");
              assertThat(message.text("title").orElseThrow())
                  .startsWith("a X-Actions: http, evil \",\"topic\":\"other\"")
                  .doesNotContain("\n");
            });
  }

  @Test
  void timesAreThoseOfTheHostsZoneAndThereIsNoLinkWithoutAPage() throws Exception {
    var zone = OtherContext.in(ZoneId.of("Asia/Kolkata"));
    try (var channel = channel(Map.of(), zone)) {
      channel.send(ExampleEvents.overdue());
    }

    assertThat(server.body())
        .contains(" IST")
        .doesNotContain(" UTC")
        .doesNotContain("localhost:8080");
  }

  private Receipt send(Map<String, ?> more, Notification notification) throws Exception {
    try (var channel = channel(more, new FixedContext("channel"))) {
      return channel.send(notification);
    }
  }

  private Channel channel(Map<String, ?> more, NotifierContext context) {
    var settings = new HashMap<String, Object>();
    settings.put("url", server.baseUrl());
    settings.put("destinations", List.of(Map.of("name", "All", "topic", "backups")));
    settings.putAll(more);
    return Channel.of(new NtfyNotifierProvider(), settings, context);
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\n", "\\n") + "\"";
  }

  private JsonObject published() {
    return JsonObject.parse(server.body()).orElseThrow();
  }

  private String authorization() {
    return server.getAllServeEvents().getFirst().getRequest().getHeader("Authorization");
  }
}
