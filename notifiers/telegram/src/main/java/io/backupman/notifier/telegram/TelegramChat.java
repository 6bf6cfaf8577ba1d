package io.backupman.notifier.telegram;

import io.backupman.notifier.http.HttpAnswer;
import io.backupman.notifier.http.HttpCall;
import io.backupman.notifier.http.HttpReceiver;
import io.backupman.notifier.http.JsonObject;
import io.backupman.notifier.http.Notice;
import io.backupman.notifier.spi.Notification;
import io.backupman.notifier.spi.NotificationException;
import io.backupman.notifier.spi.NotifierContext;
import io.backupman.notifier.spi.Receipt;
import java.time.Duration;

/** A person, a group or a channel that a bot sends to. */
final class TelegramChat implements HttpReceiver {
  private final Bot bot;
  private final String chat;
  private final int topic;
  private final boolean silent;
  private final Duration timeout;
  private final NotifierContext context;

  /**
   * @param topic the number of a topic in a forum, 0 for none
   * @param silent whether the message makes no sound
   */
  TelegramChat(
      Bot bot, String chat, int topic, boolean silent, Duration timeout, NotifierContext context) {
    this.bot = bot;
    this.chat = chat;
    this.topic = topic;
    this.silent = silent;
    this.timeout = timeout;
    this.context = context;
  }

  @Override
  public HttpCall call(Notification notification) {
    var message =
        JsonObject.of("chat_id", chat)
            .with("text", TelegramText.of(Notice.of(notification, context)))
            .with("parse_mode", "HTML")
            .with("link_preview_options", JsonObject.of("is_disabled", true))
            .with("disable_notification", silent);
    var placed = topic == 0 ? message : message.with("message_thread_id", topic);
    return bot.call("sendMessage").timeout(timeout).json(placed).build();
  }

  @Override
  public Receipt receipt(HttpAnswer answer) throws NotificationException {
    var body = answer.json();
    var ok = body.flatMap(json -> json.flag("ok"));
    if (ok.isPresent() && !ok.get()) {
      throw TelegramErrors.of(answer, body.get());
    }
    var receipt = answer.receipt();
    if (ok.isEmpty()) {
      throw answer.unconfirmed();
    }
    return body.flatMap(json -> json.object("result"))
        .flatMap(result -> result.number("message_id"))
        .map(id -> Receipt.of(answer.status(), "Sent as message " + id.toPlainString() + "."))
        .orElse(receipt);
  }
}
