package io.backupman.core.source.postgres;

import io.backupman.core.net.UnixSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import javax.net.SocketFactory;

/**
 * Lets PostgreSQL's driver, which makes an instance of it by its name, connect to a Unix domain
 * socket.
 */
public final class PostgresSocketFactory extends SocketFactory {
  private final Path path;

  /**
   * For one server.
   *
   * @param path where its socket is
   */
  public PostgresSocketFactory(String path) {
    this.path = Path.of(path);
  }

  @Override
  public Socket createSocket() throws IOException {
    return new UnixSocket(path);
  }

  @Override
  public Socket createSocket(String host, int port) {
    throw new UnsupportedOperationException("It connects to one server only.");
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
    throw new UnsupportedOperationException("It connects to one server only.");
  }

  @Override
  public Socket createSocket(InetAddress host, int port) {
    throw new UnsupportedOperationException("It connects to one server only.");
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) {
    throw new UnsupportedOperationException("It connects to one server only.");
  }
}
