package io.backupman.notifier.discord;

import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
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

/** What Discord gets, whole. */
class DiscordRequestTest {
  private static final String MESSAGE =
      """
      {
        "embeds": [
          {
            "title": "Mysql 1: backup failed",
            "color": 14232864,
            "timestamp": "2025-07-02T10:05:00Z",
            "footer": {"text": "Backupman 1.2.3 on db-host"},
            "description": "It broke.\\nAccess denied \\\\<root\\\\>.",
            "fields": [
              {"name": "Data source", "value": "Mysql 1 (mysql)", "inline": true},
              {"name": "Started", "value": "Wed 2 Jul 2025, 10:00:00 UTC", "inline": true},
              {"name": "Ended", "value": "Wed 2 Jul 2025, 10:05:00 UTC", "inline": true},
              {"name": "Took", "value": "4 min 59 s", "inline": true},
              {"name": "Size", "value": "1.1 TiB", "inline": true},
              {"name": "Backup", "value": "b4c3f1a0\\\\-1b1e\\\\-4b0e\\\\-8b4a\\\\-0e1b0e1b0e1b", "inline": true},
              {"name": "Retry with", "value": "backupman retry b4c3f1a0\\\\-1b1e\\\\-4b0e\\\\-8b4a\\\\-0e1b0e1b0e1b", "inline": true},
              {"name": "Drive", "value": "My Google Drive: finished", "inline": false},
              {"name": "Backupman", "value": "http://localhost:8080", "inline": false}
            ]
          }
        ],
        "allowed_mentions": {"parse": []}
      }
      """;

  private final WireMockServer discord =
      new WireMockServer(wireMockConfig().bindAddress("127.0.0.1").dynamicPort());

  @BeforeEach
  void start() {
    discord.start();
  }

  @AfterEach
  void stop() {
    discord.stop();
  }

  @Test
  void isAnEmbedAndWaitsUntilItIsPosted() throws Exception {
    discord.stubFor(post(anyUrl()).willReturn(okJson("{\"id\":\"1298765432109876543\"}")));

    assertThat(send(Map.of("webhook_url", discord.baseUrl() + "/api/webhooks/1/abc")))
        .isEqualTo(Receipt.of(200, "Posted as message 1298765432109876543."));

    discord.verify(
        postRequestedFor(urlEqualTo("/api/webhooks/1/abc?wait=true"))
            .withHeader("Content-Type", equalTo("application/json"))
            .withHeader("User-Agent", equalTo("Backupman/1.2.3"))
            .withRequestBody(equalToJson(MESSAGE)));
  }

  @Test
  void mayGoToAThreadUnderAName() throws Exception {
    discord.stubFor(post(anyUrl()).willReturn(okJson("{\"id\":\"7\"}")));

    var url = discord.baseUrl() + "/api/webhooks/1/abc";
    assertThat(send(Map.of("webhook_url", url, "thread_id", "77", "username", "Backups")))
        .isEqualTo(Receipt.of(200, "Posted as message 7."));

    discord.verify(
        postRequestedFor(urlEqualTo("/api/webhooks/1/abc?wait=true&thread_id=77"))
            .withRequestBody(
                equalToJson(MESSAGE.replaceFirst("\\{", "{\"username\": \"Backups\","))));
  }

  private static Receipt send(Map<String, ?> destination) throws Exception {
    try (var sending = Sending.by(new DiscordNotifierProvider(), Map.of(), destination)) {
      return sending.send(Reports.failed("It broke.\nAccess denied <root>."));
    }
  }
}
