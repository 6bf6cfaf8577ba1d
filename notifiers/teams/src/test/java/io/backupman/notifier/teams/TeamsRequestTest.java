package io.backupman.notifier.teams;

import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
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

/** What a workflow gets, whole. */
class TeamsRequestTest {
  private static final String PATH =
      "/powerautomate/automations/direct/workflows/9f0c2d41b7e84a6f/triggers/manual/paths/invoke"
          + "?api-version=1&sp=%2Ftriggers%2Fmanual%2Frun&sv=1.0&sig=k9QvXw7LrTz-Pm2Ns4Jd8";

  private static final String MESSAGE =
      """
      {
        "type": "message",
        "attachments": [
          {
            "contentType": "application/vnd.microsoft.card.adaptive",
            "contentUrl": null,
            "content": {
              "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
              "type": "AdaptiveCard",
              "version": "1.4",
              "msteams": {"width": "Full"},
              "fallbackText": "Mysql 1: backup failed",
              "body": [
                {
                  "type": "Container",
                  "style": "attention",
                  "bleed": true,
                  "items": [
                    {
                      "type": "RichTextBlock",
                      "inlines": [
                        {
                          "type": "TextRun",
                          "text": "Mysql 1: backup failed",
                          "size": "large",
                          "weight": "bolder"
                        }
                      ]
                    }
                  ]
                },
                {
                  "type": "RichTextBlock",
                  "inlines": [{"type": "TextRun", "text": "It broke.", "fontType": "monospace"}],
                  "spacing": "small"
                },
                {
                  "type": "RichTextBlock",
                  "inlines": [
                    {"type": "TextRun", "text": "Access denied <root>.", "fontType": "monospace"}
                  ],
                  "spacing": "small"
                },
                {
                  "type": "ColumnSet",
                  "spacing": "medium",
                  "columns": [
                    {
                      "type": "Column",
                      "width": 1,
                      "items": [
                        {
                          "type": "RichTextBlock",
                          "inlines": [
                            {"type": "TextRun", "text": "Data source", "weight": "bolder"}
                          ]
                        }
                      ]
                    },
                    {
                      "type": "Column",
                      "width": 3,
                      "items": [
                        {
                          "type": "RichTextBlock",
                          "inlines": [{"type": "TextRun", "text": "Mysql 1 (mysql)"}]
                        }
                      ]
                    }
                  ]
                },
                "${json-unit.ignore}",
                "${json-unit.ignore}",
                "${json-unit.ignore}",
                "${json-unit.ignore}",
                "${json-unit.ignore}",
                "${json-unit.ignore}",
                "${json-unit.ignore}",
                {
                  "type": "RichTextBlock",
                  "inlines": [
                    {
                      "type": "TextRun",
                      "text": "Backupman 1.2.3 on db-host",
                      "isSubtle": true,
                      "size": "small"
                    }
                  ]
                }
              ],
              "actions": [
                {
                  "type": "Action.OpenUrl",
                  "title": "Open Backupman",
                  "url": "http://localhost:8080"
                }
              ]
            }
          }
        ]
      }
      """;

  private final WireMockServer teams =
      new WireMockServer(wireMockConfig().bindAddress("127.0.0.1").dynamicPort());

  @BeforeEach
  void start() {
    teams.start();
  }

  @AfterEach
  void stop() {
    teams.stop();
  }

  @Test
  void isACardAndKeepsTheSignatureInTheAddress() throws Exception {
    teams.stubFor(post(anyUrl()).willReturn(status(202)));

    try (var sending =
        Sending.by(
            new TeamsNotifierProvider(), Map.of(), Map.of("webhook_url", teams.baseUrl() + PATH))) {
      assertThat(sending.send(Reports.failed("It broke.\nAccess denied <root>.")))
          .isEqualTo(Receipt.of(202, ""));
    }

    teams.verify(
        postRequestedFor(urlEqualTo(PATH))
            .withHeader("Content-Type", equalTo("application/json"))
            .withHeader("User-Agent", equalTo("Backupman/1.2.3"))
            .withRequestBody(equalToJson(MESSAGE)));
  }
}
