package io.backupman.notifier.telegram;

import io.backupman.notifier.http.Markup;
import io.backupman.notifier.http.Notice;
import io.backupman.notifier.http.Room;
import io.backupman.notifier.spi.summary.Fact;
import java.net.URI;
import java.util.stream.Collectors;

/**
 * A message in Telegram's <a href="https://core.telegram.org/bots/api#html-style">HTML</a>: a mark
 * in the severity's colour and the title, the reason, the facts and the link.
 */
final class TelegramText {

  /** Counted after entities and tags are parsed, so what counts is the text before. */
  private static final int LONGEST = 4_096;

  private static final int LONGEST_TITLE = 256;
  private static final int LONGEST_REASON = 2_000;
  private static final int LONGEST_VALUE = 400;
  private static final int MOST_ROWS = 20;
  private static final int LONGEST_ADDRESS = 500;
  private static final String LINK = "Open Backupman";

  private final Notice notice;
  private final String address;
  private final Room room;

  private TelegramText(Notice notice) {
    this.notice = notice;
    this.address = notice.link().filter(url -> !isLink(url)).map(TelegramText::shown).orElse("");
    // Less what stands between the parts: a mark, line ends, the words of the link.
    this.room = new Room(LONGEST - LINK.length() - address.length() - 20, Markup.NONE);
  }

  static String of(Notice notice) {
    return new TelegramText(notice).html();
  }

  private String html() {
    return title() + body() + rows() + link();
  }

  private String title() {
    var mark =
        switch (notice.severity()) {
          case ERROR -> "🔴";
          case SUCCESS -> "🟢";
          case INFO -> "🔵";
        };
    return mark + " <b>" + escaped(room.take(notice.title(), LONGEST_TITLE)) + "</b>";
  }

  private String body() {
    if (notice.body().isEmpty()) {
      return "";
    }
    var text = escaped(room.take(notice.body(), LONGEST_REASON));
    return "\n\n" + (notice.hasReason() ? "<pre>" + text + "</pre>" : text);
  }

  private String rows() {
    var rows =
        room.take(notice.rows(MOST_ROWS), LONGEST_VALUE).stream()
            .map(TelegramText::row)
            .collect(Collectors.joining("\n"));
    return rows.isEmpty() ? "" : "\n\n" + rows;
  }

  private static String row(Fact row) {
    return "<b>" + row.name() + ":</b> " + escaped(row.value());
  }

  private String link() {
    if (!address.isEmpty()) {
      return "\n\n" + escaped(address);
    }
    return notice
        .link()
        .filter(TelegramText::isLink)
        .map(url -> "\n\n<a href=\"" + escaped(url.toASCIIString()) + "\">" + LINK + "</a>")
        .orElse("");
  }

  /**
   * Whether Telegram takes it for a link: its host has a dot, as an IPv4 address does, or is an
   * IPv6 address. From any other, such as {@code localhost}, it silently drops the link and leaves
   * the words.
   */
  private static boolean isLink(URI url) {
    // Not the host, which Java does not know where it has an underscore.
    var authority = String.valueOf(url.getRawAuthority());
    return authority.contains(".") || authority.startsWith("[");
  }

  private static String shown(URI url) {
    var text = url.toASCIIString();
    return text.length() <= LONGEST_ADDRESS ? text : "";
  }

  private static String escaped(String text) {
    return Markup.ENTITIES.escaped(text);
  }
}
