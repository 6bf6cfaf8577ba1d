package io.backupman.notifier.http;

import io.backupman.notifier.spi.Http;
import io.backupman.notifier.spi.HttpRequest;
import io.backupman.notifier.spi.NotificationException;
import io.backupman.notifier.spi.NotifierContext;
import io.backupman.notifier.spi.NotifierSettings;
import java.time.Clock;

/**
 * Makes calls. One for each notifier, closed with it. It follows no redirect and tries nothing
 * again by itself. Safe for use by several threads.
 */
public final class HttpSender implements AutoCloseable {
  private final Http http;
  private final Clock clock;
  private volatile boolean closed;

  private HttpSender(Http http, Clock clock) {
    this.http = http;
    this.clock = clock;
  }

  /** Reads {@code ca_file} from the notifier's section. Neither connects nor starts a thread. */
  public static HttpSender of(NotifierSettings settings, NotifierContext context) {
    return new HttpSender(context.http().with(settings), context.clock());
  }

  /** Another one for a section inside the notifier's, which may have its own {@code ca_file}. */
  public HttpSender with(NotifierSettings section) {
    return new HttpSender(http.with(section), clock);
  }

  /**
   * Makes a call and waits for its answer, whatever its status.
   *
   * @throws NotificationException if no status came: to be tried again if the request did not get
   *     there, uncertain if it may have; to be tried again if this is closed
   * @throws InterruptedException if the thread was interrupted; the connection is closed
   */
  public HttpAnswer send(HttpCall call) throws NotificationException, InterruptedException {
    if (closed) {
      throw NotificationException.retryable(
          "Not sent: this notifier was closed meanwhile, as in a reload or a stop.");
    }
    return new HttpAnswer(call, http.send(request(call)), clock);
  }

  private static HttpRequest request(HttpCall call) {
    var request = HttpRequest.post(call.url()).timeout(call.timeout()).receiver(call.where());
    call.headers().forEach(request::header);
    return request.body(call.body()).build();
  }

  @Override
  public void close() {
    closed = true;
  }
}
