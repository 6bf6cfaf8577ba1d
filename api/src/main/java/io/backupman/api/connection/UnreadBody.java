package io.backupman.api.connection;

import io.helidon.http.HeaderValues;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.RoutingRequest;
import java.io.IOException;
import java.io.OutputStream;

/**
 * What a handler left of a request's body. Helidon would read it by itself, but later, when no
 * deadline watches any more, and it would read on after a malformed chunk, for which nothing comes.
 */
final class UnreadBody {
  private final RoutingRequest request;
  private boolean opened;

  /** Of a request that no handler has seen yet. */
  UnreadBody(RoutingRequest request) {
    this.request = request;
    request.streamFilter(
        stream -> {
          opened = true;
          return stream;
        });
  }

  /**
   * Reads the rest, so that the next request can be read, and the answer is not lost with what the
   * client still sends.
   *
   * @throws CloseConnectionException if it cannot be read, or is not worth asking for
   */
  void drain() {
    if (request.content().consumed()) {
      return;
    }
    if (opened || request.headers().contains(HeaderValues.EXPECT_100)) {
      throw new CloseConnectionException("A body was not read to its end.");
    }
    try {
      request.content().inputStream().transferTo(OutputStream.nullOutputStream());
    } catch (IOException | RuntimeException e) {
      throw new CloseConnectionException("The rest of a body could not be read.", e);
    }
  }
}
