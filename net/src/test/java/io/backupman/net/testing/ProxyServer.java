package io.backupman.net.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A proxy on a free port of the loopback address. It knows {@code CONNECT} and absolute URLs, and
 * leads everywhere to one local port, whatever the name: names are the proxy's to resolve.
 */
public final class ProxyServer implements AutoCloseable {
  private static final String SIGN_IN =
      "HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm=p\r\nContent-Length: 0\r\n\r\n";

  private final ServerSocket listening;
  private final List<String> heads = new CopyOnWriteArrayList<>();
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final int port;
  private final String authorization;
  private final String refusal;

  private ProxyServer(int port, String authorization, String refusal) {
    this.port = port;
    this.authorization = authorization;
    this.refusal = refusal;
    try {
      listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  /** One that takes everybody to a local port. */
  public static ProxyServer leadingTo(int port) {
    return new ProxyServer(port, "", "");
  }

  /** One that wants this in {@code Proxy-Authorization}. */
  public static ProxyServer wanting(String authorization, int port) {
    return new ProxyServer(port, authorization, "");
  }

  /** One that answers everybody this, such as {@code HTTP/1.1 403 Forbidden\r\n\r\n}. */
  public static ProxyServer refusing(String answer) {
    return new ProxyServer(0, "", answer);
  }

  /** Its address, such as {@code http://127.0.0.1:40123}. */
  public String url() {
    return "http://" + address();
  }

  /** Host and port. */
  public String address() {
    return "127.0.0.1:" + listening.getLocalPort();
  }

  /** What the requests began with, up to the empty line. */
  public List<String> heads() {
    return heads;
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        var client = listening.accept();
        open.add(client);
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      var head = head(client);
      heads.add(head);
      if (!refusal.isEmpty()) {
        answer(client, refusal);
      } else if (!head.contains("Proxy-Authorization: " + authorization + "\r\n")
          && !authorization.isEmpty()) {
        answer(client, SIGN_IN);
      } else {
        pass(client, head);
      }
    } catch (IOException gone) {
      // Nobody is left to tell.
    }
  }

  private static void answer(Socket client, String answer) throws IOException {
    client.getOutputStream().write(answer.getBytes(ISO_8859_1));
    client.shutdownOutput();
    client.getInputStream().transferTo(OutputStream.nullOutputStream());
  }

  private void pass(Socket client, String head) throws IOException {
    try (var server = new Socket(InetAddress.getLoopbackAddress(), port)) {
      open.add(server);
      if (head.startsWith("CONNECT ")) {
        client.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(ISO_8859_1));
      } else {
        var own = head.replaceFirst(" http://[^/ ]+", " ");
        server.getOutputStream().write(own.getBytes(ISO_8859_1));
      }
      var back = Thread.ofVirtual().start(() -> copy(server, client));
      copy(client, server);
      back.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void copy(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException gone) {
      // The other side ends, too.
    }
  }

  private static String head(Socket client) throws IOException {
    var head = new ByteArrayOutputStream();
    while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
      var octet = client.getInputStream().read();
      if (octet < 0) {
        throw new IOException("The client left.");
      }
      head.write(octet);
    }
    return head.toString(ISO_8859_1);
  }

  @Override
  public void close() {
    try {
      listening.close();
      for (var socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
