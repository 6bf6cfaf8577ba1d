package io.backupman.notifier.slack;

import io.backupman.notifier.http.HttpAnswer;
import io.backupman.notifier.http.HttpCall;
import io.backupman.notifier.http.HttpReceiver;
import io.backupman.notifier.http.Notice;
import io.backupman.notifier.spi.Notification;
import io.backupman.notifier.spi.NotificationException;
import io.backupman.notifier.spi.NotifierContext;
import io.backupman.notifier.spi.Receipt;
import java.net.URI;
import java.time.Duration;

/** An incoming webhook, whose URL names the channel and is all that one needs to post to it. */
final class SlackWebhook implements HttpReceiver {
  private final URI url;
  private final Duration timeout;
  private final NotifierContext context;

  SlackWebhook(URI url, Duration timeout, NotifierContext context) {
    this.url = url;
    this.timeout = timeout;
    this.context = context;
  }

  @Override
  public HttpCall call(Notification notification) {
    var message = SlackMessage.of(Notice.of(notification, context));
    return HttpCall.post(url).secretPath().timeout(timeout).json(message).build();
  }

  /**
   * What was posted is {@code ok}, an error a word as plain text, such as {@code no_service}. Each
   * word that is known can be mended, also {@code channel_is_archived}, which comes with 410.
   */
  @Override
  public Receipt receipt(HttpAnswer answer) throws NotificationException {
    var word = answer.body().strip();
    var advice = SlackErrors.advice(word);
    if (answer.status() / 100 == 4 && advice.isPresent()) {
      throw answer.retryable(advice.get());
    }
    var receipt = answer.receipt();
    if (!word.equals("ok")) {
      throw answer.unconfirmed();
    }
    return receipt;
  }
}
