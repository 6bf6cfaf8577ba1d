package io.backupman.notifier.discord;

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
import java.util.Optional;

/** A webhook, whose URL names the channel and is all that one needs to post to it. */
final class DiscordWebhook implements HttpReceiver {
  private final URI url;
  private final Optional<String> username;
  private final Duration timeout;
  private final NotifierContext context;

  DiscordWebhook(URI url, Optional<String> username, Duration timeout, NotifierContext context) {
    this.url = url;
    this.username = username;
    this.timeout = timeout;
    this.context = context;
  }

  @Override
  public HttpCall call(Notification notification) {
    var message = DiscordMessage.of(Notice.of(notification, context));
    var named = username.map(name -> message.with("username", name)).orElse(message);
    return HttpCall.post(url).secretPath().timeout(timeout).json(named).build();
  }

  /** Whether it was kept stands in the body: the message comes back with its {@code id}. */
  @Override
  public Receipt receipt(HttpAnswer answer) throws NotificationException {
    if (answer.status() / 100 == 4) {
      throw DiscordErrors.of(answer);
    }
    answer.receipt();
    return answer
        .json()
        .flatMap(message -> message.text("id"))
        .map(id -> Receipt.of(answer.status(), "Posted as message " + id + "."))
        .orElseThrow(answer::unconfirmed);
  }
}
