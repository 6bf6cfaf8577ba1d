package io.backupman.core.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Finds ports for programs that cannot choose one themselves, or that come back to theirs. They lie
 * below those that systems give to connections (Linux: from 32768): a connection of another test
 * would keep such a port from who comes back.
 */
public final class FreePort {
  private static final int FIRST = 10_000;
  private static final int END = 32_768;

  private FreePort() {}

  /** A TCP port of the loopback address that nobody listens on now. */
  public static int find() {
    while (true) {
      var port = ThreadLocalRandom.current().nextInt(FIRST, END);
      try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (BindException taken) {
        // The next one.
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
