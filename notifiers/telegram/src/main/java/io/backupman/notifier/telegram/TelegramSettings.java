package io.backupman.notifier.telegram;

import io.backupman.notifier.http.Destinations;
import io.backupman.notifier.http.HttpSettings;
import io.backupman.notifier.spi.NotifierContext;
import io.backupman.notifier.spi.NotifierSettings;
import io.backupman.notifier.spi.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Reads a Telegram section: a bot, and the chats that it sends to. */
final class TelegramSettings {
  private static final URI TELEGRAM = URI.create("https://api.telegram.org");

  private final NotifierSettings settings;
  private final NotifierContext context;
  private final Optional<Bot> bot;
  private final Duration timeout;

  TelegramSettings(NotifierSettings settings, NotifierContext context) {
    this.settings = settings;
    this.context = context;
    var server = HttpSettings.url(settings, "api_url", TELEGRAM);
    this.bot = token().map(token -> new Bot(server, token));
    this.timeout = HttpSettings.timeout(settings);
  }

  Destinations<TelegramChat> read() {
    return Destinations.read(settings, this::chat);
  }

  private Optional<Secret> token() {
    var token = settings.secret("bot_token");
    if (token.isEmpty()) {
      settings.reject("bot_token", "is missing; @BotFather gives one to each bot.");
      return token;
    }
    if (!token.get().value().matches("[0-9]+:[A-Za-z0-9_-]+")) {
      settings.reject(
          "bot_token", "is not a bot's token; @BotFather gives one such as 123456:ABC-DEF….");
      return Optional.empty();
    }
    return token;
  }

  private Optional<TelegramChat> chat(NotifierSettings section) {
    var chat = section.require("chat_id").strip();
    if (!chat.isEmpty() && !chat.matches("-?[0-9]{1,18}|@[A-Za-z][A-Za-z0-9_]*")) {
      section.reject(
          "chat_id", "is neither a number, such as -1001234567890, nor a channel's @name.");
    }
    var topic = section.number("message_thread_id", 0, 1, Integer.MAX_VALUE);
    var silent = section.flag("silent", false);
    return bot.filter(made -> !chat.isEmpty())
        .map(to -> new TelegramChat(to, chat, topic, silent, timeout, context));
  }
}
