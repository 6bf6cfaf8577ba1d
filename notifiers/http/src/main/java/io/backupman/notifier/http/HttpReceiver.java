package io.backupman.notifier.http;

import io.backupman.notifier.spi.Notification;
import io.backupman.notifier.spi.NotificationException;
import io.backupman.notifier.spi.Receipt;

/** A destination that takes one call for each notification. Safe for use by several threads. */
public interface HttpReceiver {

  /** What to send to it. */
  HttpCall call(Notification notification);

  /**
   * What its answer means. The default goes by the status alone.
   *
   * @throws NotificationException if it did not take the notification
   */
  default Receipt receipt(HttpAnswer answer) throws NotificationException {
    return answer.receipt();
  }
}
