package io.backupman.notifier.telegram;

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

/** What Telegram gets, whole. */
class TelegramRequestTest {
  private static final String MESSAGE =
      """
      {
        "chat_id": "-1001234567890",
        "text": "🔴 <b>Mysql 1: backup failed</b>\\n\\n<pre>It broke.\\nAccess denied &lt;root&gt;.</pre>\\n\\n<b>Data source:</b> Mysql 1 (mysql)\\n<b>Started:</b> Wed 2 Jul 2025, 10:00:00 UTC\\n<b>Ended:</b> Wed 2 Jul 2025, 10:05:00 UTC\\n<b>Took:</b> 4 min 59 s\\n<b>Size:</b> 1.1 TiB\\n<b>Backup:</b> b4c3f1a0-1b1e-4b0e-8b4a-0e1b0e1b0e1b\\n<b>Retry with:</b> backupman retry b4c3f1a0-1b1e-4b0e-8b4a-0e1b0e1b0e1b\\n<b>Drive:</b> My Google Drive: finished\\n\\nhttp://localhost:8080",
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": true},
        "disable_notification": false
      }
      """;

  private final WireMockServer telegram =
      new WireMockServer(wireMockConfig().bindAddress("127.0.0.1").dynamicPort());

  @BeforeEach
  void start() {
    telegram.start();
    telegram.stubFor(
        post(anyUrl()).willReturn(okJson("{\"ok\":true,\"result\":{\"message_id\":42}}")));
  }

  @AfterEach
  void stop() {
    telegram.stop();
  }

  @Test
  void isHtmlWithoutAPreview() throws Exception {
    assertThat(send(Map.of("chat_id", -1001234567890L)))
        .isEqualTo(Receipt.of(200, "Sent as message 42."));

    telegram.verify(
        postRequestedFor(urlEqualTo("/bot123456:ABC-DEF_1/sendMessage"))
            .withHeader("Content-Type", equalTo("application/json"))
            .withHeader("User-Agent", equalTo("Backupman/1.2.3"))
            .withRequestBody(equalToJson(MESSAGE)));
  }

  @Test
  void mayGoSilentlyToATopic() throws Exception {
    send(Map.of("chat_id", "-1001234567890", "message_thread_id", 7, "silent", true));

    telegram.verify(
        postRequestedFor(urlEqualTo("/bot123456:ABC-DEF_1/sendMessage"))
            .withRequestBody(
                equalToJson(
                    MESSAGE.replace(
                        "\"disable_notification\": false",
                        "\"disable_notification\": true, \"message_thread_id\": 7"))));
  }

  private Receipt send(Map<String, ?> destination) throws Exception {
    var settings = Map.of("bot_token", "123456:ABC-DEF_1", "api_url", telegram.baseUrl() + "/");
    try (var sending = Sending.by(new TelegramNotifierProvider(), settings, destination)) {
      return sending.send(Reports.failed("It broke.\nAccess denied <root>."));
    }
  }
}
