package io.backupman.notifier.http;

import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;

/**
 * A body that remembers whether the client asked for it, which it does once it is connected and has
 * begun to send: from then on, the receiver may have got the report.
 */
final class WatchedBody implements HttpRequest.BodyPublisher {
  private final HttpRequest.BodyPublisher bytes;
  private volatile boolean handedOver;

  WatchedBody(byte[] body) {
    this.bytes = HttpRequest.BodyPublishers.ofByteArray(body);
  }

  boolean handedOver() {
    return handedOver;
  }

  @Override
  public long contentLength() {
    return bytes.contentLength();
  }

  @Override
  public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
    handedOver = true;
    bytes.subscribe(subscriber);
  }
}
