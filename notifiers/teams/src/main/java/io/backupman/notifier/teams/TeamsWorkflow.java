package io.backupman.notifier.teams;

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

/** A workflow, whose URL is all that one needs to have it post a card. */
final class TeamsWorkflow implements HttpReceiver {
  private final URI url;
  private final Duration timeout;
  private final NotifierContext context;

  TeamsWorkflow(URI url, Duration timeout, NotifierContext context) {
    this.url = url;
    this.timeout = timeout;
    this.context = context;
  }

  @Override
  public HttpCall call(Notification notification) {
    var message = TeamsCard.of(Notice.of(notification, context));
    return HttpCall.post(url).secretPath().timeout(timeout).json(message).build();
  }

  @Override
  public Receipt receipt(HttpAnswer answer) throws NotificationException {
    TeamsErrors.check(answer);
    return answer.receipt();
  }
}
