package io.backupman.notifier.teams;

import io.backupman.notifier.http.JsonObject;
import io.backupman.notifier.http.Markup;
import io.backupman.notifier.http.Notice;
import io.backupman.notifier.http.Room;
import io.backupman.notifier.spi.summary.Fact;
import java.util.ArrayList;
import java.util.List;

/**
 * A message with one <a href="https://adaptivecards.io/explorer/AdaptiveCard.html">Adaptive
 * Card</a> 1.4: a band in the severity's colour with the title, the reason, the facts in two
 * columns, and a button that leads to Backupman.
 */
final class TeamsCard {
  private static final String SCHEMA = "http://adaptivecards.io/schemas/adaptive-card.json";

  /**
   * Of all texts together. Teams takes 28 KB for all, which some of its services count in UTF-16:
   * twice this and twice the 7 KB around it at most stay below.
   */
  private static final int LONGEST = 5_000;

  private static final int LONGEST_TITLE = 256;
  private static final int LONGEST_BODY = 3_000;
  private static final int LONGEST_VALUE = 500;
  private static final int MOST_LINES = 20;
  private static final int MOST_ROWS = 15;

  private final Notice notice;
  private final Room room;

  private TeamsCard(Notice notice) {
    this.notice = notice;
    this.room = new Room(LONGEST - notice.footer().length(), Markup.NONE);
  }

  static JsonObject of(Notice notice) {
    var attachment =
        JsonObject.of("contentType", "application/vnd.microsoft.card.adaptive")
            .with("contentUrl", null)
            .with("content", new TeamsCard(notice).card());
    return JsonObject.of("type", "message").with("attachments", List.of(attachment));
  }

  private JsonObject card() {
    var title = room.take(notice.title(), LONGEST_TITLE);
    var card =
        JsonObject.of("$schema", SCHEMA)
            .with("type", "AdaptiveCard")
            .with("version", "1.4")
            .with("msteams", JsonObject.of("width", "Full"))
            .with("fallbackText", RichText.literal(title))
            .with("body", body(title));
    return notice
        .link()
        .map(url -> card.with("actions", List.of(button(url.toASCIIString()))))
        .orElse(card);
  }

  private List<JsonObject> body(String title) {
    var elements = new ArrayList<JsonObject>();
    elements.add(band(title));
    elements.addAll(lines());
    elements.addAll(rows());
    elements.add(
        RichText.of(RichText.run(notice.footer()).with("isSubtle", true).with("size", "small")));
    return elements;
  }

  private JsonObject band(String title) {
    var style =
        switch (notice.severity()) {
          case ERROR -> "attention";
          case SUCCESS -> "good";
          default -> "accent";
        };
    var heading = RichText.run(title).with("size", "large").with("weight", "bolder");
    return JsonObject.of("type", "Container")
        .with("style", style)
        .with("bleed", true)
        .with("items", List.of(RichText.of(heading)));
  }

  /** A block for each line: whether a line end within one shows is not said anywhere. */
  private List<JsonObject> lines() {
    var font = notice.hasReason() ? "monospace" : "default";
    var lines = new ArrayList<JsonObject>();
    for (var line : room.take(notice.body(), LONGEST_BODY).split("\\s*\n\\s*", MOST_LINES)) {
      if (!line.isBlank()) {
        lines.add(RichText.of(RichText.run(line).with("fontType", font)).with("spacing", "small"));
      }
    }
    return lines;
  }

  private List<JsonObject> rows() {
    var rows = new ArrayList<JsonObject>();
    for (var row : room.take(notice.rows(MOST_ROWS), LONGEST_VALUE)) {
      rows.add(columns(row).with("spacing", rows.isEmpty() ? "medium" : "small"));
    }
    return rows;
  }

  private static JsonObject columns(Fact row) {
    var name = RichText.of(RichText.run(row.name()).with("weight", "bolder"));
    var value = RichText.of(RichText.run(row.value()));
    return JsonObject.of("type", "ColumnSet")
        .with("columns", List.of(column(1, name), column(3, value)));
  }

  private static JsonObject column(int width, JsonObject item) {
    return JsonObject.of("type", "Column").with("width", width).with("items", List.of(item));
  }

  private static JsonObject button(String url) {
    return JsonObject.of("type", "Action.OpenUrl").with("title", "Open Backupman").with("url", url);
  }
}
