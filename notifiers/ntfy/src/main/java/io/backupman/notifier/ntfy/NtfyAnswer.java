package io.backupman.notifier.ntfy;

import io.backupman.notifier.http.HttpAnswer;
import io.backupman.notifier.http.JsonObject;
import io.backupman.notifier.spi.NotificationException;
import io.backupman.notifier.spi.Receipt;

/**
 * What the server's answer means. Errors come as JSON with a {@code code} of five digits and a text
 * {@code error}; what was taken comes back with its {@code id}. None carries a time to wait unless
 * a proxy adds one.
 */
final class NtfyAnswer {
  private static final int MESSAGES_OF_THE_DAY = 42_908;

  private NtfyAnswer() {}

  static Receipt receipt(HttpAnswer answer) throws NotificationException {
    var json = answer.json();
    var error = json.flatMap(body -> body.text("error")).orElse("");
    var advice = advice(answer.status(), json.map(NtfyAnswer::code).orElse(0));
    if (!advice.isEmpty()) {
      throw answer.retryable(error.isEmpty() ? advice : error + "; " + advice);
    }
    answer.receipt();
    // Not the whole message once more, nor its topic, which on a public server is a secret.
    return json.flatMap(body -> body.text("id"))
        .map(id -> Receipt.of(answer.status(), "Message " + id))
        .orElseThrow(answer::unconfirmed);
  }

  private static int code(JsonObject body) {
    return body.number("code").map(Number::intValue).orElse(0);
  }

  private static String advice(int status, int code) {
    return switch (status) {
      case 400 -> "check the topic and the version of the server.";
      case 401 -> "the token, or user and password, are wrong or have expired; correct them.";
      case 403 ->
          "whoever publishes has no right to write to this topic; allow it on the server, or give"
              + " the token of a user who has it.";
      case 404 -> "this is no ntfy server; correct url.";
      case 413 -> "the server takes shorter messages only; raise its message-size-limit.";
      case 429 ->
          code == MESSAGES_OF_THE_DAY
              ? "the server takes no more today; use an account with a higher limit."
              : "the server limits how often one may publish; the message comes again.";
      case 507 -> "a topic for UnifiedPush needs a subscriber first; choose another topic.";
      default -> "";
    };
  }
}
