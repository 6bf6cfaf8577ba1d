package io.backupman.server.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Base64;

/** A mail server that takes no password, and says which one it was. */
final class RefusingMailServer implements AutoCloseable {
  private final ServerSocket listening;

  RefusingMailServer() {
    try {
      listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return listening.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        var socket = listening.accept();
        Thread.ofVirtual().start(() -> converse(socket));
      }
    } catch (IOException closed) {
      // The test has ended.
    }
  }

  private static void converse(Socket socket) {
    try (socket;
        var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8))) {
      say(socket, "220 mail.example.com");
      for (var line = in.readLine(); line != null; line = in.readLine()) {
        say(socket, reply(line));
      }
    } catch (IOException gone) {
      // The client has hung up.
    }
  }

  private static String reply(String line) {
    if (line.startsWith("EHLO")) {
      return "250-mail.example.com\r\n250 AUTH PLAIN";
    }
    if (line.startsWith("AUTH PLAIN ")) {
      var sent = line.substring("AUTH PLAIN ".length());
      var password = new String(Base64.getDecoder().decode(sent), UTF_8).replace('\0', ' ');
      return "535 5.7.8 Not the password: " + password + " (" + sent + ")";
    }
    return line.startsWith("QUIT") ? "221 bye" : "250 fine";
  }

  private static void say(Socket socket, String line) throws IOException {
    socket.getOutputStream().write((line + "\r\n").getBytes(UTF_8));
    socket.getOutputStream().flush();
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
