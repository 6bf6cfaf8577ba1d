package io.backupman.notifier.gotify;

import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.notifier.http.JsonObject;
import io.backupman.notifier.http.testing.Channel;
import io.backupman.notifier.http.testing.ChannelServer;
import io.backupman.notifier.http.testing.OtherContext;
import io.backupman.notifier.spi.Notification;
import io.backupman.notifier.spi.Receipt;
import io.backupman.notifier.spi.summary.Summary;
import io.backupman.notifier.testkit.ExampleEvents;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is pushed. */
class GotifyMessageTest {

  @RegisterExtension private final ChannelServer server = new ChannelServer();

  @BeforeEach
  void takeEverything() {
    server.answers(okJson("{\"id\":25,\"appid\":5,\"message\":\"m\",\"title\":\"t\"}"));
  }

  @Test
  void aFailureIsPushedToTheApplication() throws Exception {
    var failed = ExampleEvents.failed("Access denied for user 'größe'.");
    var receipt = send("", Map.of(), failed);

    server.verify(
        postRequestedFor(urlEqualTo("/message"))
            .withHeader("X-Gotify-Key", equalTo("AWp3LrZ7TbXqYv1"))
            .withRequestBody(
                equalToJson(
                    """
                    {
                      "title": "Mysql 1: backup failed",
                      "message": "%s",
                      "priority": 8,
                      "extras": {
                        "client::display": {"contentType": "text/plain"},
                        "client::notification": {"click": {"url": "http://localhost:8080"}}
                      }
                    }
                    """
                        .formatted(
                            Summary.of(failed, ZoneOffset.UTC).text().replace("\n", "\\n")))));
    assertThat(receipt).isEqualTo(Receipt.of(200, "Message 25"));
  }

  @Test
  void aSuccessIsAnOrdinaryMessage() throws Exception {
    send("", Map.of(), ExampleEvents.finished());

    assertThat(pushed().text("title")).contains("Mysql 1: backup finished");
    assertThat(pushed().number("priority").orElseThrow()).isEqualByComparingTo("5");
  }

  @Test
  void anEventWithoutATextHasItsTitleAsMessage() throws Exception {
    send("", Map.of(), ExampleEvents.unknown());

    assertThat(pushed().text("message")).contains("moon_phase");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 10})
  void anApplicationsOwnPriorityCounts(int priority) throws Exception {
    send("", Map.of("priority", priority), ExampleEvents.failed());

    assertThat(pushed().number("priority").orElseThrow())
        .isEqualByComparingTo(String.valueOf(priority));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/gotify", "/gotify/", "/gotify/message"})
  void theServerMayLiveBelowAPath(String path) throws Exception {
    send(path, Map.of(), ExampleEvents.failed());

    server.verify(1, postRequestedFor(urlEqualTo("/gotify/message")));
  }

  @Test
  void aHostileLabelIsShownAndNothingElse() throws Exception {
    var label = "a\r\nX-Evil: 1\n![x](http://evil/x.png) \",\"priority\":0,\"extras\":{}";
    for (var notification : ExampleEvents.labelled(label)) {
      send("", Map.of("priority", 7), notification);
    }

    assertThat(server.getAllServeEvents())
        .hasSize(2)
        .allSatisfy(
            event -> {
              assertThat(event.getRequest().getHeaders().keys()).doesNotContain("X-Evil");
              var message = JsonObject.parse(event.getRequest().getBodyAsString()).orElseThrow();
              assertThat(message.number("priority").orElseThrow()).isEqualByComparingTo("7");
              assertThat(message.object("extras").orElseThrow().toString()).contains("text/plain");
              assertThat(message.text("title").orElseThrow())
                  .startsWith("a X-Evil: 1 ![x](http://evil/x.png) \",\"priority\":0");
            });
  }

  @Test
  void aLongTextIsCut() throws Exception {
    for (var notification : ExampleEvents.labelled("😀".repeat(20_000))) {
      send("", Map.of(), notification);

      assertThat(pushed().text("title").orElseThrow()).hasSizeBetween(249, 250).endsWith("😀…");
      assertThat(pushed().text("message").orElseThrow()).hasSizeLessThanOrEqualTo(16_000);
    }
  }

  @Test
  void timesAreThoseOfTheHostsZoneAndThereIsNoLinkWithoutAPage() throws Exception {
    var zone = OtherContext.in(ZoneId.of("Asia/Kolkata"));
    try (var channel = Channel.of(new GotifyNotifierProvider(), settings("", Map.of()), zone)) {
      channel.send(ExampleEvents.overdue());
    }

    assertThat(server.body())
        .contains(" IST")
        .doesNotContain(" UTC")
        .doesNotContain("localhost:8080");
  }

  private Receipt send(String path, Map<String, ?> more, Notification notification)
      throws Exception {
    try (var channel = Channel.of(new GotifyNotifierProvider(), settings(path, more))) {
      return channel.send(notification);
    }
  }

  private Map<String, ?> settings(String path, Map<String, ?> more) {
    var application = new HashMap<String, Object>(more);
    application.put("name", "Admins");
    application.put("token", "AWp3LrZ7TbXqYv1");
    return Map.of("url", server.baseUrl() + path, "destinations", List.of(application));
  }

  private JsonObject pushed() {
    return JsonObject.parse(server.body()).orElseThrow();
  }
}
