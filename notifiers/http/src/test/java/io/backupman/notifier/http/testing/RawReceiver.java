package io.backupman.notifier.http.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** A receiver on a bare socket, which answers as no decent server would. */
public final class RawReceiver implements AutoCloseable {

  /** What to do with a connection. It is closed afterwards. */
  @FunctionalInterface
  public interface Behaviour {
    void on(Socket connection) throws IOException, InterruptedException;
  }

  private final ServerSocket listening;
  private final List<String> requests;
  private final CountDownLatch gone = new CountDownLatch(1);
  private final List<Socket> open = new CopyOnWriteArrayList<>();

  private RawReceiver(Behaviour behaviour, List<String> requests) {
    this.requests = requests;
    try {
      listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(() -> accept(behaviour));
  }

  /** Starts on a free port of the loopback address. */
  public static RawReceiver that(Behaviour behaviour) {
    return new RawReceiver(behaviour, new CopyOnWriteArrayList<>());
  }

  /** Reads the request, then writes this, and then for ever what comes after it. */
  public static RawReceiver answering(String start, String forEver) {
    return that(
        connection -> {
          readRequest(connection);
          var out = connection.getOutputStream();
          out.write(start.getBytes(ISO_8859_1));
          while (!forEver.isEmpty()) {
            out.write(forEver.getBytes(ISO_8859_1));
          }
        });
  }

  /** Keeps each request and answers this. */
  public static RawReceiver keeping(String answer) {
    var requests = new CopyOnWriteArrayList<String>();
    return new RawReceiver(
        connection -> {
          requests.add(readRequest(connection));
          connection.getOutputStream().write(answer.getBytes(ISO_8859_1));
        },
        requests);
  }

  private void accept(Behaviour behaviour) {
    while (!listening.isClosed()) {
      try {
        var connection = listening.accept();
        open.add(connection);
        Thread.ofVirtual().start(() -> serve(behaviour, connection));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Behaviour behaviour, Socket connection) {
    try (connection) {
      behaviour.on(connection);
    } catch (IOException clientLeft) {
      gone.countDown();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /** Opened once the client has closed a connection that was still written to or read from. */
  public CountDownLatch clientLeft() {
    return gone;
  }

  public int port() {
    return listening.getLocalPort();
  }

  public String url() {
    return "http://localhost:" + port() + "/webhook";
  }

  public int connections() {
    return open.size();
  }

  public List<String> requests() {
    return requests;
  }

  /** Reads a whole request with a Content-Length, keeps it and returns it. */
  public String keepRequest(Socket connection) throws IOException {
    var request = readRequest(connection);
    requests.add(request);
    return request;
  }

  public static String readRequest(Socket connection) throws IOException {
    var in = connection.getInputStream();
    var request = new ByteArrayOutputStream();
    while (!isWhole(request.toString(ISO_8859_1))) {
      var octet = in.read();
      if (octet < 0) {
        throw new IOException("The client left within its request.");
      }
      request.write(octet);
    }
    return request.toString(ISO_8859_1);
  }

  /** Reads the beginning of a request, up to the empty line before its body. */
  public static void readHead(Socket connection) throws IOException {
    var in = connection.getInputStream();
    var head = new ByteArrayOutputStream();
    while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
      var octet = in.read();
      if (octet < 0) {
        throw new IOException("The client left within its request.");
      }
      head.write(octet);
    }
  }

  private static boolean isWhole(String request) {
    var end = request.indexOf("\r\n\r\n");
    if (end < 0) {
      return false;
    }
    var length =
        request
            .substring(0, end)
            .lines()
            .filter(line -> line.startsWith("Content-Length: "))
            .mapToInt(line -> Integer.parseInt(line.substring("Content-Length: ".length())))
            .findFirst()
            .orElse(0);
    return request.length() >= end + 4 + length;
  }

  @Override
  public void close() {
    try {
      listening.close();
      for (var connection : open) {
        connection.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
