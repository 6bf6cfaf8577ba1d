package io.backupman.notifier.http;

import io.backupman.notifier.spi.NotificationException;
import io.backupman.notifier.spi.NotifierContext;
import java.net.http.HttpClient;
import org.jspecify.annotations.Nullable;

/**
 * Makes calls. One for each notifier, closed with it. It follows no redirect and tries nothing
 * again by itself. Safe for use by several threads.
 */
public final class HttpSender implements AutoCloseable {
  private final NotifierContext context;
  private @Nullable HttpClient client;
  private boolean closed;

  /** Neither connects nor starts a thread: the first send does. */
  public HttpSender(NotifierContext context) {
    this.context = context;
  }

  /**
   * Makes a call and waits for its answer, whatever its status.
   *
   * @throws NotificationException if no status came: to be tried again if the request did not get
   *     there, uncertain if it may have; to be tried again if this is closed
   * @throws InterruptedException if the thread was interrupted; the connection is closed
   */
  public HttpAnswer send(HttpCall call) throws NotificationException, InterruptedException {
    return new Exchange(call, context.clock()).run(client(), context.userAgent());
  }

  private synchronized HttpClient client() throws NotificationException {
    if (closed) {
      // Nobody would close the client that is made now.
      throw NotificationException.retryable(
          "Not sent: this notifier was closed meanwhile, as in a reload or a stop.");
    }
    if (client == null) {
      client = newClient();
    }
    return client;
  }

  private static HttpClient newClient() {
    // HTTP/1.1, or else every request to a plain-text receiver would ask it to upgrade to HTTP/2.
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER)
        .build();
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (client != null) {
      client.shutdownNow();
      client = null;
    }
  }
}
