package io.backupman.notifier.telegram;

import io.backupman.notifier.http.HttpAnswer;
import io.backupman.notifier.http.JsonObject;
import io.backupman.notifier.spi.NotificationException;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;

/**
 * What Telegram's errors mean (<a href="https://core.telegram.org/bots/api#making-requests">Making
 * requests</a>) and what to do about them. They are told apart by their descriptions: there are no
 * codes but the status.
 */
final class TelegramErrors {
  private static final String INVITE = "; add the bot to the chat, and let it send messages.";
  private static final String NEW_TOKEN =
      "; the token is not valid: ask @BotFather for it and put it into bot_token.";

  private static final Map<String, String> ADVICE =
      Map.of(
          "unauthorized", NEW_TOKEN,
          "not found", NEW_TOKEN,
          "chat not found", "; check chat_id, and write to the bot or add it to the chat first.",
          "blocked by the user", "; unblock the bot in Telegram.",
          "can't initiate conversation", "; write to the bot first: it may not begin a chat.",
          "was kicked", INVITE,
          "not a member", INVITE,
          "rights to send", INVITE,
          "thread not found", "; check message_thread_id: there is no such topic.");

  private TelegramErrors() {}

  static NotificationException of(HttpAnswer answer, JsonObject body) {
    var parameters = body.object("parameters");
    var said = body.text("description").orElseGet(answer::text);
    var wait = parameters.flatMap(given -> given.seconds("retry_after"));
    if (wait.isPresent()) {
      return answer.retryable(said, wait.get());
    }
    return answer.refused(
        parameters
            .flatMap(given -> given.number("migrate_to_chat_id"))
            .map(chat -> said + "; set chat_id to " + chat.toPlainString() + ".")
            .orElseGet(() -> said + advice(said)));
  }

  private static String advice(String said) {
    var lower = said.toLowerCase(Locale.ROOT);
    return ADVICE.entrySet().stream()
        // The longest: "chat not found" is "not found" too.
        .filter(entry -> lower.contains(entry.getKey()))
        .max(Map.Entry.comparingByKey(Comparator.comparingInt(String::length)))
        .map(Map.Entry::getValue)
        .orElse("");
  }
}
