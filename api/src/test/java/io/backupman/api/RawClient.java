package io.backupman.api;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** Reads and writes the bytes of a connection, as no HTTP client would. */
final class RawClient {
  static final String PING = "GET /ping HTTP/1.1\r\nHost: x\r\n\r\n";

  private RawClient() {}

  /** Writes these bytes so many times; whether the server closed the connection meanwhile. */
  static boolean writeUntilClosed(Socket socket, byte[] bytes, int times) throws IOException {
    try {
      for (int i = 0; i < times; i++) {
        socket.getOutputStream().write(bytes);
      }
      return false;
    } catch (SocketException e) {
      return true;
    }
  }

  /** Reads what came before the connection was closed, even if it was reset. */
  static String readAll(Socket socket) throws IOException {
    var text = new StringBuilder();
    InputStream in = socket.getInputStream();
    try {
      for (int c = in.read(); c >= 0; c = in.read()) {
        text.append((char) c);
      }
    } catch (SocketException e) {
      // The server does not wait for the rest of a body that it has refused.
    }
    return text.toString();
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
