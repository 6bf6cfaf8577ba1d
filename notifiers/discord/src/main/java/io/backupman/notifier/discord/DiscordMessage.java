package io.backupman.notifier.discord;

import io.backupman.notifier.http.JsonObject;
import io.backupman.notifier.http.Markup;
import io.backupman.notifier.http.Notice;
import io.backupman.notifier.http.Room;
import io.backupman.notifier.spi.summary.Fact;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

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

  private static final int LONGEST_LINK = 500;
  private static final String LINK = "Backupman";
  private static final Set<String> WIDE = Set.of("Drive", "Drives", LINK);
  private static final Pattern DOMAIN = Pattern.compile(".+\\.[A-Za-z][A-Za-z0-9-]+");

  private final Notice notice;
  private final Room room;

  private DiscordMessage(Notice notice) {
    this.notice = notice;
    var link = link(false).map(url -> LINK.length() + url.length()).orElse(0);
    this.room = new Room(LONGEST_EMBED - notice.footer().length() - link, MARKDOWN);
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
    var linked = link(true).map(url -> embed.with("url", url)).orElse(embed);
    var described =
        notice.body().isEmpty()
            ? linked
            : linked.with("description", room.take(notice.body(), LONGEST_DESCRIPTION));
    return described.with("fields", fields());
  }

  private List<JsonObject> fields() {
    // Not escaped, or else it would lead elsewhere.
    var shown = link(false).map(url -> new Fact(LINK, url));
    var rows = room.take(notice.rows(MOST_FIELDS - 1), LONGEST_VALUE);
    return Stream.concat(rows.stream(), shown.stream()).map(DiscordMessage::field).toList();
  }

  /**
   * The link where Discord takes it as an embed's address, or else where it does not: it refuses
   * the whole message for a host that does not end in a domain of letters, such as {@code
   * localhost}.
   */
  private Optional<String> link(boolean forEmbed) {
    return notice
        .link()
        .filter(url -> url.toASCIIString().length() <= LONGEST_LINK)
        .filter(url -> DOMAIN.matcher(String.valueOf(url.getHost())).matches() == forEmbed)
        .map(URI::toASCIIString);
  }

  private static JsonObject field(Fact row) {
    return JsonObject.of("name", row.name())
        .with("value", row.value())
        .with("inline", !WIDE.contains(row.name()));
  }
}
