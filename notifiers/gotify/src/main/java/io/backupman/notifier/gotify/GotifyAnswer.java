package io.backupman.notifier.gotify;

import io.backupman.notifier.http.HttpAnswer;
import io.backupman.notifier.spi.NotificationException;
import io.backupman.notifier.spi.Receipt;

/**
 * What the server's answer means. Errors come as JSON with {@code error}, {@code errorCode} and
 * {@code errorDescription}; what was taken comes back with its {@code id}.
 */
final class GotifyAnswer {
  private GotifyAnswer() {}

  static Receipt receipt(HttpAnswer answer) throws NotificationException {
    var json = answer.json();
    var advice = advice(answer.status());
    if (!advice.isEmpty()) {
      var said = json.flatMap(body -> body.text("errorDescription")).orElse("");
      throw answer.retryable(said.isEmpty() ? advice : said + "; " + advice);
    }
    answer.receipt();
    // Not the whole message once more.
    return json.flatMap(body -> body.number("id"))
        .map(id -> Receipt.of(answer.status(), "Message " + id.toPlainString()))
        .orElseThrow(answer::unconfirmed);
  }

  private static String advice(int status) {
    return switch (status) {
      case 400 -> "check that token is the token of an application, not of a client.";
      case 401 ->
          "token is wrong, or its application is gone; copy it from the application in Gotify.";
      case 403 -> "token is no application's; copy it from the application in Gotify.";
      case 404 -> "this is no Gotify server; correct url.";
      default -> "";
    };
  }
}
