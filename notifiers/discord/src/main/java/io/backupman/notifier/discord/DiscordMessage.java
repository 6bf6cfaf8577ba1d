package io.backupman.notifier.discord;

import io.backupman.notifier.http.JsonObject;
import io.backupman.notifier.http.Markup;
import io.backupman.notifier.http.Notice;
import io.backupman.notifier.http.Room;
import io.backupman.notifier.spi.Fact;
import java.util.List;

/**
 * A message with one <a
 * href="https://discord.com/developers/docs/resources/message#embed-object">embed</a>: a bar in the
 * severity's colour, the title with the link, the reason, and a field for each fact.
 */
final class DiscordMessage {

  /** Of the title, the description, the fields and the footer together. */
  private static final int LONGEST_EMBED = 6_000;

  private static final int LONGEST_TITLE = 256;

  /** The limit is 4,096, but then the fields would have too little room. */
  private static final int LONGEST_DESCRIPTION = 3_500;

  private static final int LONGEST_VALUE = 1_024;
  private static final int MOST_FIELDS = 25;

  /** What Markdown, mentions and time stamps begin with or consist of. */
  private static final Markup MARKDOWN = Markup.backslash("\\*_~`|<>@#[]-");

  private final Notice notice;
  private final Room room;

  private DiscordMessage(Notice notice) {
    this.notice = notice;
    this.room = new Room(LONGEST_EMBED - notice.footer().length(), MARKDOWN);
  }

  static JsonObject of(Notice notice) {
    return JsonObject.of("embeds", List.of(new DiscordMessage(notice).embed()))
        // Nobody is called, whatever a text holds.
        .with("allowed_mentions", JsonObject.of("parse", List.of()));
  }

  private JsonObject embed() {
    var embed =
        JsonObject.of("title", room.take(notice.title(), LONGEST_TITLE))
            .with("color", notice.colour())
            .with("timestamp", notice.time().toString())
            .with("footer", JsonObject.of("text", notice.footer()));
    var linked = notice.link().map(url -> embed.with("url", url.toASCIIString())).orElse(embed);
    var described =
        notice.body().isEmpty()
            ? linked
            : linked.with("description", room.take(notice.body(), LONGEST_DESCRIPTION));
    return described.with("fields", fields());
  }

  private List<JsonObject> fields() {
    return room.take(notice.rows(MOST_FIELDS), LONGEST_VALUE).stream()
        .map(DiscordMessage::field)
        .toList();
  }

  private static JsonObject field(Fact row) {
    return JsonObject.of("name", row.name())
        .with("value", row.value())
        .with("inline", !row.name().startsWith("Drive"));
  }
}
