package io.backupman.notifier.slack;

import io.backupman.notifier.http.JsonObject;
import io.backupman.notifier.http.Markup;
import io.backupman.notifier.http.Notice;
import io.backupman.notifier.spi.summary.Fact;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A message of <a href="https://docs.slack.dev/reference/block-kit/blocks">blocks</a>: a header,
 * and beside a bar in the severity's colour the reason, the facts in two columns and the link.
 *
 * <p>Foreign texts stand in objects of the type {@code plain_text} only, where neither mentions nor
 * mrkdwn count.
 */
final class SlackMessage {
  private static final int LONGEST_HEADER = 150;
  private static final int LONGEST_SECTION = 3_000;
  private static final int LONGEST_FIELD = 200;
  private static final int MOST_ROWS = 20;

  /** A section has ten fields at most: five names with their values. */
  private static final int ROWS_IN_A_SECTION = 5;

  private final Notice notice;

  private SlackMessage(Notice notice) {
    this.notice = notice;
  }

  static JsonObject of(Notice notice) {
    return new SlackMessage(notice).json();
  }

  private JsonObject json() {
    // What a notification on a phone shows. It would be read as mrkdwn.
    return JsonObject.of("text", Markup.ENTITIES.fit(notice.line(), LONGEST_SECTION))
        .with("mrkdwn", false)
        .with("unfurl_links", false)
        .with("unfurl_media", false)
        .with("blocks", List.of(header()))
        .with("attachments", List.of(JsonObject.of("color", colour()).with("blocks", details())));
  }

  private String colour() {
    return String.format("#%06x", notice.colour());
  }

  private JsonObject header() {
    return block("header").with("text", plain(notice.title(), LONGEST_HEADER));
  }

  private List<JsonObject> details() {
    var blocks = new ArrayList<JsonObject>();
    if (!notice.body().isEmpty()) {
      blocks.add(block("section").with("text", plain(notice.body(), LONGEST_SECTION)));
    }
    var rows = notice.rows(MOST_ROWS);
    for (var start = 0; start < rows.size(); start += ROWS_IN_A_SECTION) {
      var end = Math.min(start + ROWS_IN_A_SECTION, rows.size());
      blocks.add(block("section").with("fields", fields(rows.subList(start, end))));
    }
    blocks.add(block("context").with("elements", context()));
    return blocks;
  }

  private static List<JsonObject> fields(List<Fact> rows) {
    return rows.stream()
        .flatMap(
            row -> Stream.of(mrkdwn("*" + row.name() + "*"), plain(row.value(), LONGEST_FIELD)))
        .toList();
  }

  private List<JsonObject> context() {
    var link =
        notice.link().map(url -> Markup.ENTITIES.escaped(url.toASCIIString()).replace("|", "%7C"));
    return Stream.concat(
            link.map(url -> mrkdwn("<" + url + "|Open Backupman>")).stream(),
            Stream.of(plain(notice.footer(), LONGEST_FIELD)))
        .toList();
  }

  private static JsonObject block(String type) {
    return JsonObject.of("type", type);
  }

  private static JsonObject mrkdwn(String text) {
    return JsonObject.of("type", "mrkdwn").with("text", text);
  }

  private static JsonObject plain(String text, int longest) {
    return JsonObject.of("type", "plain_text")
        .with("text", Markup.ENTITIES.fit(text, longest))
        .with("emoji", false);
  }
}
