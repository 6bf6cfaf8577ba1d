package io.backupman.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a target, directly or by a proxy. Used by one thread, which may be interrupted if
 * it is virtual; {@link #close} may be called by any, at any time.
 */
final class Line implements AutoCloseable {
  private final Network network;
  private final Target target;
  private final Optional<ProxyAddress> proxy;
  private final AtomicReference<@Nullable Socket> plain = new AtomicReference<>();
  private final AtomicReference<@Nullable Socket> current = new AtomicReference<>();
  private volatile boolean closed;

  /** Nothing is connected to yet. */
  Line(Network network, Target target) {
    this.network = network;
    this.target = target;
    this.proxy = network.proxyTo(target);
  }

  /**
   * Connects.
   *
   * @param connecting how long connecting may take, over all addresses
   * @param standstill how long nothing may come before reading fails
   * @throws ProxyException if the proxy is to blame
   */
  void open(Duration connecting, Duration standstill) throws IOException {
    var end = System.nanoTime() + connecting.toNanos();
    if (proxy.isPresent()) {
      openBy(proxy.get(), end, millis(standstill));
    } else {
      connect(target.host(), target.port(), end);
    }
    if (target.secure()) {
      encrypt(target.host(), target.port(), left(end));
    }
    socket().setSoTimeout(millis(standstill));
  }

  private void openBy(ProxyAddress by, long end, int standstill) throws IOException {
    try {
      connect(by.host(), by.port(), end);
      if (by.secure()) {
        encrypt(by.host(), by.port(), left(end));
      }
    } catch (IOException e) {
      throw new ProxyException(
          "The proxy " + by + " cannot be reached: " + ConnectionErrors.connecting(e), e);
    }
    if (target.secure()) {
      socket().setSoTimeout(Math.min(standstill, left(end)));
      new Tunnel(by, target).dig(socket());
    }
  }

  /** The first address that answers. They share the time: a dead one must not use it up. */
  private void connect(String host, int port, long end) throws IOException {
    var addresses = network.names().addresses(host);
    IOException failure = new UnknownHostException(host);
    for (int i = 0; i < addresses.length; i++) {
      var socket = new Socket(Proxy.NO_PROXY);
      plain.set(socket);
      keep(socket);
      try {
        var share = Math.max(1, left(end) / (addresses.length - i));
        socket.connect(new InetSocketAddress(addresses[i], port), share);
        socket.setTcpNoDelay(true);
        return;
      } catch (IOException e) {
        socket.close();
        failure = e;
        if (closed) {
          throw e;
        }
      }
    }
    throw failure;
  }

  private void encrypt(String host, int port, int millis) throws IOException {
    var below = socket();
    below.setSoTimeout(millis);
    var sockets = network.authorities().sockets();
    var encrypted = (SSLSocket) sockets.createSocket(below, host, port, true);
    keep(encrypted);
    encrypted.startHandshake();
  }

  private void keep(Socket socket) throws IOException {
    current.set(socket);
    if (closed) {
      socket.close();
      throw new SocketException("The connection was given up.");
    }
  }

  private Socket socket() throws IOException {
    var socket = current.get();
    if (socket == null) {
      throw new SocketException("The connection is not open.");
    }
    return socket;
  }

  /** Milliseconds that are left. */
  private static int left(long end) throws SocketTimeoutException {
    var millis = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
    if (millis <= 0) {
      throw new SocketTimeoutException("Connecting took too long.");
    }
    return (int) Math.min(millis, Integer.MAX_VALUE);
  }

  private static int millis(Duration time) {
    return (int) Math.min(Math.max(1, time.toMillis()), Integer.MAX_VALUE);
  }

  InputStream input() throws IOException {
    return socket().getInputStream();
  }

  OutputStream output() throws IOException {
    return socket().getOutputStream();
  }

  Target target() {
    return target;
  }

  /** The proxy that it goes by, if there is one. */
  Optional<ProxyAddress> proxy() {
    return proxy;
  }

  /** The proxy that sees each request, because it is not encrypted. */
  Optional<ProxyAddress> seeingProxy() {
    return target.secure() ? Optional.empty() : proxy;
  }

  /** Ends it in good order, where that can be. Only for the thread that uses it. */
  void hangUp() {
    close(current.get());
    close();
  }

  /**
   * Ends whatever it is doing, and lets nothing else begin. Never waits: taking leave of an
   * encrypted conversation could.
   */
  @Override
  public void close() {
    closed = true;
    close(plain.get());
  }

  private static void close(@Nullable Socket socket) {
    try {
      if (socket != null) {
        socket.close();
      }
    } catch (IOException alreadyGone) {
      // That is what was wanted.
    }
  }
}
