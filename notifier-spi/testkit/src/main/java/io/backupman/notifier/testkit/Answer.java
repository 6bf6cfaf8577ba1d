package io.backupman.notifier.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * What a {@link FakeReceiver} does with a request that it has read. Its exceptions end the
 * connection.
 */
@FunctionalInterface
public interface Answer {

  /**
   * Writes the answer.
   *
   * @param to where to
   * @return whether the connection may carry a further request
   * @throws IOException if the other side has gone
   * @throws InterruptedException if the receiver is closed
   */
  boolean write(OutputStream to) throws IOException, InterruptedException;

  /** An answer of this status, to which headers and a body may be added. */
  static StatusAnswer status(int code) {
    return new StatusAnswer(code, "", "");
  }

  /** The request was read; the connection is lost before anything is answered. */
  static Answer lostConnection() {
    return to -> false;
  }

  /** Never answers. */
  static Answer silence() {
    return to -> {
      Thread.sleep(Long.MAX_VALUE);
      return false;
    };
  }

  /** Status 200 with a body of which one byte comes every 50 milliseconds, without end. */
  static Answer drippingBody() {
    return to -> {
      to.write("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n".getBytes(UTF_8));
      return drip(to);
    };
  }

  /** A header field of which one byte comes every 50 milliseconds, without end. */
  static Answer drippingHeader() {
    return to -> {
      to.write("HTTP/1.1 200 OK\r\nX-Slow: ".getBytes(UTF_8));
      return drip(to);
    };
  }

  /** Status 200 with a body that comes as fast as it is read, without end. */
  static Answer endlessBody() {
    return to -> {
      to.write("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n".getBytes(UTF_8));
      var bytes = new byte[8192];
      Arrays.fill(bytes, (byte) 'x');
      while (!Thread.currentThread().isInterrupted()) {
        to.write(bytes);
      }
      return false;
    };
  }

  private static boolean drip(OutputStream to) throws IOException, InterruptedException {
    while (!Thread.currentThread().isInterrupted()) {
      to.write('x');
      to.flush();
      Thread.sleep(50);
    }
    return false;
  }
}
