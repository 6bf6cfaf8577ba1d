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

  /**
   * A workflow confirms with its status, 202; an old connector answers 200 and {@code 1}. A page in
   * its place, such as a proxy's, says nothing.
   */
  @Override
  public Receipt receipt(HttpAnswer answer) throws NotificationException {
    TeamsErrors.check(answer);
    var receipt = answer.receipt();
    if (answer.status() == 200 && !isConfirmed(answer)) {
      throw answer.unconfirmed();
    }
    return receipt;
  }

  /** A workflow may answer 200 too, if whoever made it wants that, with JSON or with nothing. */
  private static boolean isConfirmed(HttpAnswer answer) {
    var body = answer.body().strip();
    return body.isEmpty() || body.equals("1") || answer.json().isPresent();
  }
}
