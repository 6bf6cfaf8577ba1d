package io.backupman.core.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class UnixSocketTest {
  private static final int MUCH = 3_000_000;

  @TempDir private Path folder;

  @Test
  void muchGoesThereAndBackAndTheEndIsSeen() throws Exception {
    try (var server = listening();
        var socket = connected()) {
      var echo =
          CompletableFuture.runAsync(
              () -> {
                try (var accepted = server.accept()) {
                  var in = Channels.newInputStream(accepted);
                  var bytes = in.readNBytes(MUCH);
                  for (var buffer = ByteBuffer.wrap(bytes); buffer.hasRemaining(); ) {
                    accepted.write(buffer);
                  }
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              });
      var sent = new byte[MUCH];
      sent[MUCH - 1] = -1;
      socket.getOutputStream().write(sent);
      assertThat(socket.getInputStream().readAllBytes()).isEqualTo(sent);
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
      echo.join();
    }
  }

  @Test
  void aServerThatDoesNotAnswerIsGivenUp() throws Exception {
    try (var server = listening();
        var socket = connected()) {
      assertThat(server.isOpen()).isTrue();
      socket.setSoTimeout(50);
      assertThatExceptionOfType(SocketTimeoutException.class)
          .isThrownBy(() -> socket.getInputStream().read());
    }
  }

  @Test
  void closingItEndsWhoeverReads() throws Exception {
    try (var server = listening();
        var socket = connected()) {
      assertThat(server.isOpen()).isTrue();
      var reading =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return socket.getInputStream().read();
                } catch (IOException | RuntimeException e) {
                  return -2;
                }
              });
      socket.getInputStream().close();
      assertThat(reading.join()).isEqualTo(-2);
      assertThat(socket.isClosed()).isTrue();
    }
  }

  @Test
  void whereNobodyListensItFails() throws Exception {
    try (var socket = new UnixSocket(folder.resolve("none"))) {
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> socket.connect(new InetSocketAddress("localhost", 1), 1_000));
    }
  }

  private ServerSocketChannel listening() throws IOException {
    var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(folder.resolve("s")));
    return server;
  }

  private UnixSocket connected() throws IOException {
    var socket = new UnixSocket(folder.resolve("s"));
    socket.connect(new InetSocketAddress("localhost", 1));
    return socket;
  }
}
