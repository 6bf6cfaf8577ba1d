package io.backupman.notifier.discord;

import io.backupman.notifier.http.HttpAnswer;
import io.backupman.notifier.http.JsonObject;
import io.backupman.notifier.spi.NotificationException;
import java.util.Map;
import java.util.Optional;

/**
 * What Discord's errors mean: its <a
 * href="https://discord.com/developers/docs/topics/rate-limits">rate limits</a>, and its <a
 * href="https://discord.com/developers/docs/topics/opcodes-and-status-codes#json">JSON error
 * codes</a> with what to do about them.
 */
final class DiscordErrors {
  private static final int TOO_MANY = 429;

  private static final Map<Integer, String> ADVICE =
      Map.of(
          10003, "there is no such thread here; check thread_id.",
          10015, "the webhook was deleted; make a new one and put its address into webhook_url.",
          50027, "the address is wrong; copy it from Discord once more into webhook_url.",
          50035, "Discord does not accept how the message is written",
          220001, "the webhook belongs to a forum; say in thread_id which of its threads.");

  private DiscordErrors() {}

  static NotificationException of(HttpAnswer answer) {
    var error = answer.json();
    if (answer.status() == TOO_MANY) {
      return error.map(said -> tooMany(answer, said)).orElseGet(answer::retryable);
    }
    // Of some mistakes Discord says no more than {"embeds": ["0"]}.
    return answer.refused(error.flatMap(DiscordErrors::reason).orElseGet(answer::text));
  }

  private static NotificationException tooMany(HttpAnswer answer, JsonObject said) {
    var whose = said.flag("global").orElse(false) ? "all of Discord" : "this webhook";
    var reason = "too many messages were sent to " + whose + "; it will be later.";
    return said.seconds("retry_after")
        .map(wait -> answer.retryable(reason, wait))
        .orElseGet(() -> answer.retryable(reason));
  }

  private static Optional<String> reason(JsonObject error) {
    var code = error.number("code").map(Number::intValue).orElse(0);
    var advice = Optional.ofNullable(ADVICE.get(code)).map(text -> ": " + text).orElse("");
    var details = error.object("errors").map(errors -> " (" + errors + ")").orElse("");
    return error.text("message").map(message -> message + " (" + code + ")" + advice + details);
  }
}
