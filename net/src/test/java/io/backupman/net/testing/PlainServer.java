package io.backupman.net.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;

/** A server that keeps each request with a {@code Content-Length} and gives one answer to all. */
public final class PlainServer implements AutoCloseable {
  private final ServerSocket listening;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final String answer;

  private PlainServer(ServerSocketFactory sockets, String host, String answer) {
    this.answer = answer;
    try {
      listening = sockets.createServerSocket(0, 50, InetAddress.getByName(host));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  /** Without encryption, on a free port of an address. */
  public static PlainServer on(String host, String answer) {
    return new PlainServer(ServerSocketFactory.getDefault(), host, answer);
  }

  /** Encrypted, on the loopback address. */
  public static PlainServer encrypted(SSLContext tls, String answer) {
    return new PlainServer(tls.getServerSocketFactory(), "127.0.0.1", answer);
  }

  public int port() {
    return listening.getLocalPort();
  }

  public List<String> requests() {
    return requests;
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        var client = listening.accept();
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      requests.add(read(client));
      client.getOutputStream().write(answer.getBytes(ISO_8859_1));
    } catch (IOException gone) {
      // Nobody is left to tell.
    }
  }

  private static String read(Socket client) throws IOException {
    var request = new ByteArrayOutputStream();
    var in = client.getInputStream();
    while (!request.toString(ISO_8859_1).contains("\r\n\r\n")) {
      var octet = in.read();
      if (octet < 0) {
        throw new IOException("The client left.");
      }
      request.write(octet);
    }
    var head = request.toString(ISO_8859_1);
    var length =
        head.lines()
            .filter(line -> line.startsWith("Content-Length: "))
            .mapToInt(line -> Integer.parseInt(line.substring(16)))
            .findFirst()
            .orElse(0);
    return head + new String(in.readNBytes(length), ISO_8859_1);
  }

  @Override
  public void close() {
    try {
      listening.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
