package io.backupman.notifier.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Servers with several addresses. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere, 127.0.0.2 is no address of its own")
class DialerTest {
  private static final Limits LIMITS =
      new Limits(
          Duration.ofSeconds(4),
          Duration.ofSeconds(20),
          Duration.ofSeconds(20),
          Duration.ofSeconds(20));

  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (var each : open) {
      each.close();
    }
  }

  @Test
  @Timeout(8)
  void deadAddressesLeaveTimeForOneThatLives() throws Exception {
    try (var living = new ServerSocket(0, 5, address(1))) {
      var port = living.getLocalPort();
      for (var dead = 2; dead <= 4; dead++) {
        block(dead, port);
      }

      try (var socket = dialer(port).firstOf(address(2), address(3), address(4), address(1))) {
        assertThat(socket.getInetAddress().getAddress()).isEqualTo(address(1).getAddress());
      }
    }
  }

  /** A queue that is full, so that whoever connects waits until it gives up. */
  private void block(int last, int port) throws IOException {
    var deaf = new ServerSocket(port, 1, address(last));
    open.add(deaf);
    try {
      while (true) {
        var waiting = new Socket();
        open.add(waiting);
        waiting.connect(new InetSocketAddress(address(last), port), 200);
      }
    } catch (SocketTimeoutException full) {
      // As it should be.
    }
  }

  private static Dialer dialer(int port) {
    var tls = (SSLSocketFactory) SSLSocketFactory.getDefault();
    return new Dialer(
        new MailServer(
            "localhost",
            port,
            SmtpCrypto.NONE,
            Optional.empty(),
            tls,
            new OwnName(Optional.empty())),
        LIMITS);
  }

  private static InetAddress address(int last) throws IOException {
    return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last});
  }
}
