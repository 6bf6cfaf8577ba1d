package io.backupman.notifier.slack;

import io.backupman.notifier.http.HttpAnswer;
import io.backupman.notifier.http.HttpCall;
import io.backupman.notifier.http.HttpReceiver;
import io.backupman.notifier.http.Notice;
import io.backupman.notifier.spi.Notification;
import io.backupman.notifier.spi.NotificationException;
import io.backupman.notifier.spi.NotifierContext;
import io.backupman.notifier.spi.Receipt;
import io.backupman.notifier.spi.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** A channel that an app posts to with the token of its bot. */
final class SlackChannel implements HttpReceiver {
  private static final String POSTED = "{\"ok\":true";

  private final URI method;
  private final Secret token;
  private final String channel;
  private final Duration timeout;
  private final NotifierContext context;

  SlackChannel(
      URI method, Secret token, String channel, Duration timeout, NotifierContext context) {
    this.method = method;
    this.token = token;
    this.channel = channel;
    this.timeout = timeout;
    this.context = context;
  }

  @Override
  public HttpCall call(Notification notification) {
    var message = SlackMessage.of(Notice.of(notification, context)).with("channel", channel);
    return HttpCall.post(method)
        .secret(token)
        .header("Authorization", "Bearer " + token.value())
        .timeout(timeout)
        // Slack warns of a missing charset, although JSON knows no other.
        .body("application/json; charset=utf-8", message.toString())
        .build();
  }

  /**
   * Whether it was posted stands in the body: most errors come with status 200. The message comes
   * back in it too, which can make it longer than what is read.
   */
  @Override
  public Receipt receipt(HttpAnswer answer) throws NotificationException {
    var body = answer.json();
    var ok = body.flatMap(json -> json.flag("ok"));
    if (ok.isPresent() && !ok.get()) {
      throw answer.refused(reason(body.flatMap(json -> json.text("error")), answer));
    }
    var receipt = answer.receipt();
    if (ok.isEmpty() && answer.isCut() && answer.body().startsWith(POSTED)) {
      return Receipt.of(answer.status(), "Posted.");
    }
    if (ok.isEmpty()) {
      throw answer.unconfirmed();
    }
    return body.flatMap(json -> json.text("ts"))
        .map(ts -> Receipt.of(answer.status(), "Posted as message " + ts + "."))
        .orElse(receipt);
  }

  private static String reason(Optional<String> error, HttpAnswer answer) {
    return error.map(word -> SlackErrors.advice(word).orElse(word)).orElseGet(answer::text);
  }
}
