package io.backupman.api.connection;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/** A connection of nobody, over which one request comes and whose answer nobody reads. */
final class WarmUpConnection extends Socket {
  private static final String REQUEST =
      "GET /observe/health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

  @Override
  public InputStream getInputStream() {
    return new ByteArrayInputStream(REQUEST.getBytes(US_ASCII));
  }

  @Override
  public OutputStream getOutputStream() {
    return OutputStream.nullOutputStream();
  }

  @Override
  public void shutdownOutput() {
    // Nobody reads.
  }
}
