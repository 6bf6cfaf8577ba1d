package io.backupman.notifier.slack;

import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToIgnoreCase;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.backupman.notifier.http.testing.Reports;
import io.backupman.notifier.http.testing.Sending;
import io.backupman.notifier.spi.Receipt;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What Slack gets, whole. */
class SlackRequestTest {
  private static final String MESSAGE =
      """
      {
        "text": "Mysql 1: backup failed – It broke. Access denied &lt;root&gt;.",
        "mrkdwn": false,
        "unfurl_links": false,
        "unfurl_media": false,
        "blocks": [
          {
            "type": "header",
            "text": {"type": "plain_text", "text": "Mysql 1: backup failed", "emoji": false}
          }
        ],
        "attachments": [
          {
            "color": "#d92d20",
            "blocks": [
              {
                "type": "section",
                "text": {
                  "type": "plain_text",
                  "text": "It broke.\\nAccess denied &lt;root&gt;.",
                  "emoji": false
                }
              },
              {
                "type": "section",
                "fields": [
                  {"type": "mrkdwn", "text": "*Data source*"},
                  {"type": "plain_text", "text": "Mysql 1 (mysql)", "emoji": false},
                  {"type": "mrkdwn", "text": "*Started*"},
                  {"type": "plain_text", "text": "Wed 2 Jul 2025, 10:00:00 UTC", "emoji": false},
                  {"type": "mrkdwn", "text": "*Ended*"},
                  {"type": "plain_text", "text": "Wed 2 Jul 2025, 10:05:00 UTC", "emoji": false},
                  {"type": "mrkdwn", "text": "*Took*"},
                  {"type": "plain_text", "text": "4 min 59 s", "emoji": false},
                  {"type": "mrkdwn", "text": "*Size*"},
                  {"type": "plain_text", "text": "1.1 TiB", "emoji": false}
                ]
              },
              {
                "type": "section",
                "fields": [
                  {"type": "mrkdwn", "text": "*Backup*"},
                  {
                    "type": "plain_text",
                    "text": "b4c3f1a0-1b1e-4b0e-8b4a-0e1b0e1b0e1b",
                    "emoji": false
                  },
                  {"type": "mrkdwn", "text": "*Retry with*"},
                  {
                    "type": "plain_text",
                    "text": "backupman retry b4c3f1a0-1b1e-4b0e-8b4a-0e1b0e1b0e1b",
                    "emoji": false
                  },
                  {"type": "mrkdwn", "text": "*Drive*"},
                  {"type": "plain_text", "text": "My Google Drive: finished", "emoji": false}
                ]
              },
              {
                "type": "context",
                "elements": [
                  {"type": "mrkdwn", "text": "<http://localhost:8080|Open Backupman>"},
                  {"type": "plain_text", "text": "Backupman 1.2.3 on db-host", "emoji": false}
                ]
              }
            ]
          }
        ]
      }
      """;

  private final WireMockServer slack =
      new WireMockServer(wireMockConfig().bindAddress("127.0.0.1").dynamicPort());

  @BeforeEach
  void start() {
    slack.start();
  }

  @AfterEach
  void stop() {
    slack.stop();
  }

  @Test
  void aWebhookGetsBlocksWithAText() throws Exception {
    slack.stubFor(post(anyUrl()).willReturn(ok("ok")));
    var url = slack.baseUrl() + "/services/T0/B0/XXXX";

    try (var sending =
        Sending.by(new SlackNotifierProvider(), Map.of(), Map.of("webhook_url", url))) {
      assertThat(sending.send(Reports.failed("It broke.\nAccess denied <root>.")))
          .isEqualTo(Receipt.of(200, "ok"));
    }

    slack.verify(
        postRequestedFor(urlEqualTo("/services/T0/B0/XXXX"))
            .withHeader("Content-Type", equalTo("application/json"))
            .withHeader("User-Agent", equalTo("Backupman/1.2.3"))
            .withRequestBody(equalToJson(MESSAGE)));
  }

  @Test
  void anAppPostsTheSameToItsChannel() throws Exception {
    slack.stubFor(post(anyUrl()).willReturn(okJson("{\"ok\":true,\"ts\":\"1503435956.000247\"}")));
    var settings = Map.of("token", "xoxb-1", "api_url", slack.baseUrl() + "/api");

    try (var sending =
        Sending.by(new SlackNotifierProvider(), settings, Map.of("channel", "C0123456789"))) {
      assertThat(sending.send(Reports.failed("It broke.\nAccess denied <root>.")))
          .isEqualTo(Receipt.of(200, "Posted as message 1503435956.000247."));
    }

    slack.verify(
        postRequestedFor(urlEqualTo("/api/chat.postMessage"))
            .withHeader("Content-Type", equalToIgnoreCase("application/json; charset=utf-8"))
            .withHeader("Authorization", equalTo("Bearer xoxb-1"))
            .withRequestBody(
                equalToJson(MESSAGE.replaceFirst("\\{", "{\"channel\": \"C0123456789\","))));
  }

  @Test
  void aDestinationMayHaveATokenOfItsOwn() throws Exception {
    slack.stubFor(post(anyUrl()).willReturn(okJson("{\"ok\":true}")));
    var settings = Map.of("token", "xoxb-1", "api_url", slack.baseUrl() + "/api/");

    try (var sending =
        Sending.by(
            new SlackNotifierProvider(), settings, Map.of("channel", "#ops", "token", "xoxb-2"))) {
      sending.send();
    }

    slack.verify(
        postRequestedFor(urlEqualTo("/api/chat.postMessage"))
            .withHeader("Authorization", equalTo("Bearer xoxb-2")));
  }
}
