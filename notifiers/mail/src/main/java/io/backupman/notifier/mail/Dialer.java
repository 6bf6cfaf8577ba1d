package io.backupman.notifier.mail;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections to one mail server. Used by one thread; {@link #abort} may be called by any.
 */
final class Dialer {
  /** However many addresses there are, each has this part of the time: 2.5 s of 20 s. */
  private static final int MOST_SHARES = 8;

  private final MailServer server;
  private final Limits limits;
  private final AtomicReference<@Nullable MailSocket> current = new AtomicReference<>();
  private volatile boolean aborted;

  Dialer(MailServer server, Limits limits) {
    this.server = server;
    this.limits = limits;
  }

  /** Connects to the first of the server's addresses that answers. */
  MailSocket dial() throws IOException {
    return firstOf(InetAddress.getAllByName(server.host()));
  }

  /**
   * Connects to the first of these addresses that answers. They share the time: with all of it for
   * each, a few dead ones would use up the attempt before one that lives had its turn.
   */
  MailSocket firstOf(InetAddress... addresses) throws IOException {
    IOException failure = new UnknownHostException(server.host());
    var end = System.nanoTime() + limits.connect().toNanos();
    for (var i = 0; i < addresses.length; i++) {
      try {
        return connect(addresses[i], share(end - System.nanoTime(), addresses.length - i));
      } catch (IOException e) {
        failure = e;
      }
    }
    throw failure;
  }

  private int share(long nanosLeft, int addressesLeft) {
    var fair = TimeUnit.NANOSECONDS.toMillis(nanosLeft / addressesLeft);
    return (int) Math.max(fair, limits.connect().toMillis() / MOST_SHARES);
  }

  private MailSocket connect(InetAddress address, int connectMillis) throws IOException {
    var socket = new MailSocket();
    hangUpOn(current.getAndSet(socket));
    if (aborted) {
      socket.close();
      throw new SocketException("given up");
    }
    try {
      socket.setSoTimeout((int) limits.read().toMillis());
      socket.connect(new InetSocketAddress(underItsName(address), server.port()), connectMillis);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /**
   * The address with the configured name, which the certificate must bear. Without it, the name
   * would come from a reverse look-up that somebody else answers.
   */
  private InetAddress underItsName(InetAddress address) throws UnknownHostException {
    return InetAddress.getByAddress(server.host(), address.getAddress());
  }

  /** Waits for whatever the server says from now on for as long as the attempt may take. */
  void waitWithoutLimit() throws SocketException {
    var socket = current.get();
    if (socket != null) {
      socket.setSoTimeout(0);
    }
  }

  /** Encrypts a connection, verifying certificate and host name. */
  SSLSocket encrypt(Socket socket) throws IOException {
    var encrypted =
        (SSLSocket) server.tls().createSocket(socket, server.host(), server.port(), true);
    var parameters = encrypted.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    encrypted.setSSLParameters(parameters);
    encrypted.startHandshake();
    return encrypted;
  }

  /** Ends the connection, whatever it is doing, and lets no other begin. */
  void abort() throws IOException {
    aborted = true;
    hangUpOn(current.get());
  }

  private static void hangUpOn(@Nullable MailSocket socket) throws IOException {
    if (socket != null) {
      socket.close();
    }
  }
}
