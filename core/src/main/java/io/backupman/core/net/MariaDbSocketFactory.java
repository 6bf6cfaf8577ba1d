package io.backupman.core.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import org.mariadb.jdbc.Configuration;
import org.mariadb.jdbc.util.ConfigurableSocketFactory;

/**
 * Connects MariaDB's driver to a server's socket on this machine. The driver makes it by its name
 * (its option {@code socketFactory}); its own way there takes another library.
 */
public final class MariaDbSocketFactory extends ConfigurableSocketFactory {
  /** The driver's option that names this. */
  public static final String OPTION = "socketFactory";

  /** The option that says where the socket is. */
  public static final String PATH = "unixSocket";

  private String path = "";

  /** Whether what the configuration calls a host is the path of a socket. */
  public static boolean isPath(String host) {
    return host.startsWith("/");
  }

  /** Made by the driver. */
  public MariaDbSocketFactory() {}

  @Override
  public void setConfiguration(Configuration configuration, String host) {
    path = configuration.nonMappedOptions().getProperty(PATH, "");
  }

  @Override
  public Socket createSocket() throws IOException {
    return new UnixSocket(Path.of(path));
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    throw unasked();
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort)
      throws IOException {
    throw unasked();
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    throw unasked();
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
      throws IOException {
    throw unasked();
  }

  private static SocketException unasked() {
    return new SocketException("It makes sockets that are not connected");
  }
}
