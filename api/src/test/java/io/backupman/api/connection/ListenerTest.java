package io.backupman.api.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ListenerTest {
  private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private final AtomicReference<ServerSocket> opened = new AtomicReference<>();
  private final AtomicBoolean waiting = new AtomicBoolean();
  private final AtomicInteger lost = new AtomicInteger();
  private final Connections connections = new Connections(16, Duration.ofSeconds(30));
  private final Listener listener =
      new Listener(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
          connections,
          ListenerTest::answer,
          lost::incrementAndGet,
          FailingSocket::new);

  @AfterEach
  void stop() {
    listener.close();
    connections.endAll();
  }

  @Test
  void itGoesOnAfterEveryFailure() throws IOException {
    failures.add(new SocketException("Too many open files (Accept failed)"));
    failures.add(new IOException("Connection aborted"));
    failures.add(new OutOfMemoryError("in a test"));
    failures.add(new IllegalStateException("in a test"));

    listener.start();

    assertThat(isAnswered()).isTrue();
    assertThat(listener.isAiling()).isTrue();
    assertThat(failures).isEmpty();
  }

  @Test
  void itGoesOnThoughItsThreadIsInterrupted() throws IOException {
    listener.start();

    Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("http-listener"))
        .forEach(Thread::interrupt);

    assertThat(isAnswered()).isTrue();
    assertThat(isAnswered()).isTrue();
  }

  @Test
  void aSocketThatHasBeenClosedIsOpenedAgainOnTheSamePort() throws IOException {
    listener.start();
    int port = listener.port();
    var first = opened.get();

    first.close();

    await().until(() -> !first.equals(opened.get()) && listener.port() == port);
    assertThat(isAnswered()).isTrue();
    assertThat(lost).hasValue(0);
  }

  @Test
  void aSocketThatKeepsFailingIsOpenedAgain() throws IOException {
    listener.start();
    var first = opened.get();
    await().until(waiting::get); // else the first client would be lost with the socket
    for (int i = 0; i < 25; i++) {
      failures.add(new SocketException("Broken"));
    }
    assertThat(isAnswered()).isTrue(); // what was being waited for when it broke

    await().until(() -> !first.equals(opened.get()));
    // A client that came while the socket was being replaced is turned away, and comes again.
    await().ignoreException(SocketException.class).until(this::isAnswered);
  }

  @Test
  void closedItListensNoMore() throws IOException {
    listener.start();

    listener.close();

    assertThat(listener.port()).isEqualTo(-1);
    await()
        .until(
            () ->
                Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().equals("http-listener")));
  }

  private boolean isAnswered() throws IOException {
    var address =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), opened.get().getLocalPort());
    try (var socket = new Socket()) {
      socket.connect(address);
      return socket.getInputStream().read() == '!';
    }
  }

  private static void answer(Socket socket) {
    try {
      socket.getOutputStream().write('!');
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Fails instead of taking a connection as long as there are failures to come. */
  private final class FailingSocket extends ServerSocket {
    FailingSocket() throws IOException {
      opened.set(this);
    }

    @Override
    public Socket accept() throws IOException {
      var failure = failures.poll();
      if (failure instanceof IOException e) {
        throw e;
      }
      if (failure instanceof RuntimeException e) {
        throw e;
      }
      if (failure instanceof Error e) {
        throw e;
      }
      waiting.set(true);
      return super.accept();
    }
  }
}
