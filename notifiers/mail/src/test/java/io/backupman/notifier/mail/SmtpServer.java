package io.backupman.notifier.mail;

import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * An SMTP server that behaves as a test wants, well or badly, and remembers what it heard: the
 * commands and messages in plain, and every byte as it was on the wire.
 */
final class SmtpServer implements AutoCloseable {
  /** What the server does when a command comes. */
  interface Reaction {
    /** Does it; the line is the command as it came. */
    void to(String line, SmtpConnection connection) throws IOException, InterruptedException;
  }

  /** So that a client has soon sent more than is taken by whoever does not read. */
  private static final int RECEIVE_BYTES = 64 * 1024;

  private final ServerSocket listener;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, Reaction> reactions = new ConcurrentHashMap<>();
  private final List<String> commands = new CopyOnWriteArrayList<>();
  private final List<String> messages = new CopyOnWriteArrayList<>();
  private final List<RecordedSocket> sockets = new CopyOnWriteArrayList<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile @Nullable SSLContext tls;
  private volatile boolean implicit;
  private volatile List<String> offers = List.of();

  SmtpServer() throws IOException {
    listener = new Listener();
    listener.setReceiveBufferSize(RECEIVE_BYTES);
    listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    threads.execute(this::listen);
  }

  /** Greets in plain text and offers STARTTLS with this certificate. */
  SmtpServer withStartTls(String certificate) {
    tls = TestCertificates.get().server(certificate);
    return this;
  }

  /** Speaks TLS from the first byte with this certificate. */
  SmtpServer withImplicitTls(String certificate) {
    implicit = true;
    return withStartTls(certificate);
  }

  /** Names these extensions in its answer to EHLO. */
  SmtpServer offering(String... extensions) {
    offers = List.of(extensions);
    return this;
  }

  /**
   * Reacts in this way to a command; {@code CONNECT} is the greeting, {@code .} the final dot, and
   * {@code AUTH PLAIN} one way to sign in.
   */
  SmtpServer on(String command, Reaction reaction) {
    reactions.put(command, reaction);
    return this;
  }

  /** Answers a command with this. */
  SmtpServer answering(String command, String reply) {
    return on(command, (line, connection) -> connection.say(reply));
  }

  int port() {
    return listener.getLocalPort();
  }

  /** The commands of all connections, decrypted. */
  List<String> commands() {
    return List.copyOf(commands);
  }

  /** The messages, as they came. */
  List<String> messages() {
    return List.copyOf(messages);
  }

  int connections() {
    return sockets.size();
  }

  /** Every byte that clients sent, as it was on the wire. */
  String wire() {
    return wires().stream().map(Wire::text).collect(Collectors.joining());
  }

  /** The same, for each connection. */
  List<Wire> wires() {
    return sockets.stream().map(RecordedSocket::wire).toList();
  }

  @Nullable SSLContext tls() {
    return tls;
  }

  List<String> offers() {
    return offers;
  }

  @Nullable Reaction reaction(String command) {
    return reactions.get(command);
  }

  void heard(String command) {
    commands.add(command);
  }

  void took(String message) {
    messages.add(message);
  }

  /** Blocks until the server is closed. */
  void hang() throws InterruptedException {
    closing.await();
  }

  private void listen() {
    while (!listener.isClosed()) {
      try {
        var socket = (RecordedSocket) listener.accept();
        sockets.add(socket);
        threads.execute(() -> serve(socket));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      var connection = new SmtpConnection(this, socket);
      if (implicit) {
        connection.encrypt();
      }
      connection.converse();
    } catch (IOException | InterruptedException e) {
      heard("(" + e.getMessage() + ")"); // shown where an assertion on the commands fails
    }
  }

  @Override
  public void close() throws IOException {
    closing.countDown();
    listener.close();
    for (var socket : sockets) {
      socket.close();
    }
    threads.close();
  }

  private static final class Listener extends ServerSocket {
    Listener() throws IOException {}

    @Override
    public Socket accept() throws IOException {
      var socket = new RecordedSocket();
      implAccept(socket);
      return socket;
    }
  }

  private static final class RecordedSocket extends Socket {
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();

    Wire wire() {
      synchronized (sent) {
        return new Wire(sent.toString(StandardCharsets.ISO_8859_1));
      }
    }

    @Override
    public InputStream getInputStream() throws IOException {
      return new FilterInputStream(super.getInputStream()) {
        @Override
        public int read() throws IOException {
          var one = new byte[1];
          return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
          var count = super.read(bytes, offset, length);
          synchronized (sent) {
            sent.write(bytes, offset, Math.max(count, 0));
          }
          return count;
        }
      };
    }
  }
}
