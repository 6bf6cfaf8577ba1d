package io.backupman.api.connection;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes connections for as long as the server runs, whatever happens: where one cannot be taken,
 * the next is tried after a pause; a socket that has broken is opened again; a thread that has
 * ended is started again by {@link #watch()}. Helidon's own listener (4.5.0) ends for ever at its
 * first failure.
 */
public final class Listener implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Listener.class.getName());
  private static final int BACKLOG = 4096;
  private static final long PAUSE = Duration.ofMillis(100).toNanos();
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();

  /** The number of failures, one after the other, after which the socket is opened again. */
  private static final int MANY = 20;

  private final Connections connections;
  private final Consumer<Socket> service;
  private final Runnable lost;
  private final Opening opening;
  private volatile @Nullable ServerSocket server;
  private volatile InetSocketAddress address;
  private volatile @Nullable Thread thread;
  private volatile boolean closed;
  private volatile long lastFailure = System.nanoTime() - MINUTE;
  private int failures;
  private long lastWarning = lastFailure;
  private @Nullable Long closedSince;

  /** Makes sockets that are not bound. */
  @FunctionalInterface
  interface Opening {
    ServerSocket open() throws IOException;
  }

  /**
   * A listener that does not listen yet.
   *
   * @param service serves each connection, in a thread of its own, and may leave it open
   * @param lost is called once if the address cannot be listened on any more, for a minute
   */
  public Listener(
      InetSocketAddress address, Connections connections, Consumer<Socket> service, Runnable lost) {
    this(address, connections, service, lost, ServerSocket::new);
  }

  Listener(
      InetSocketAddress address,
      Connections connections,
      Consumer<Socket> service,
      Runnable lost,
      Opening opening) {
    this.opening = opening;
    this.address = address;
    this.connections = connections;
    this.service = service;
    this.lost = lost;
  }

  /** Starts to listen. */
  public void start() throws IOException {
    server = bound();
    address = new InetSocketAddress(address.getAddress(), port());
    startThread();
  }

  private ServerSocket bound() throws IOException {
    var socket = opening.open();
    try {
      socket.setReuseAddress(true);
      socket.bind(address, BACKLOG);
      return socket;
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  private void startThread() {
    var started = Thread.ofPlatform().daemon(false).name("http-listener").unstarted(this::listen);
    thread = started;
    started.start();
  }

  /** The port that it listens on; -1 if it does not. */
  public int port() {
    var socket = server;
    return socket == null || closed ? -1 : socket.getLocalPort();
  }

  /** Whether a connection could not be taken within the last minute. */
  public boolean isAiling() {
    return System.nanoTime() - lastFailure < MINUTE;
  }

  /** Starts the thread that takes connections again, if it has ended; to be called now and then. */
  public void watch() {
    var listening = thread;
    if (!closed && listening != null && !listening.isAlive()) {
      lastFailure = System.nanoTime();
      LOG.log(System.Logger.Level.ERROR, "Nobody took connections any more; that is mended now.");
      startThread();
    }
  }

  private void listen() {
    while (!closed) {
      try {
        takeOne();
        failures = 0;
      } catch (IOException | RuntimeException | Error e) {
        if (!closed) {
          recover(e);
        }
      }
    }
  }

  private void takeOne() throws IOException {
    connections.awaitRoom(this::noteFull);
    var taken = taken();
    try {
      connections.serve(taken, service);
    } catch (RuntimeException | Error e) {
      taken.close();
      throw e;
    }
  }

  private Socket taken() throws IOException {
    var socket = server;
    try {
      if (socket == null) {
        throw new IOException("The address is not listened on.");
      }
      return socket.accept();
    } catch (IOException | RuntimeException | Error e) {
      connections.giveBackRoom();
      throw e;
    }
  }

  private void noteFull() {
    lastFailure = System.nanoTime();
    if (isTimeToWarn()) {
      LOG.log(
          System.Logger.Level.WARNING,
          "All connections are in use and none gives way; the next has to wait.");
    }
  }

  private boolean isTimeToWarn() {
    boolean isTime = lastFailure - lastWarning >= MINUTE;
    if (isTime) {
      lastWarning = lastFailure;
    }
    return isTime;
  }

  private void recover(Throwable e) {
    failures++;
    lastFailure = System.nanoTime();
    boolean noneLeft = isForWantOfDescriptors(e);
    if (noneLeft) {
      connections.shed();
    }
    warn(e, noneLeft);
    Thread.interrupted();
    LockSupport.parkNanos(PAUSE);
    var socket = server;
    if (socket == null || socket.isClosed() || (!noneLeft && failures % MANY == 0)) {
      reopen();
    }
  }

  private static boolean isForWantOfDescriptors(Throwable e) {
    return String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("too many open files");
  }

  private void warn(Throwable e, boolean noneLeft) {
    if (!isTimeToWarn()) {
      return;
    }
    LOG.log(
        System.Logger.Level.WARNING,
        noneLeft
            ? "A connection could not be taken: this process may have no more than %s files and sockets open. Raise that limit (ulimit -n, LimitNOFILE of systemd)."
                .formatted(Descriptors.now().most())
            : "A connection could not be taken; the next is tried.",
        e);
  }

  /**
   * Gives the address up and takes it again; whoever takes it in between gets a minute to leave.
   */
  private void reopen() {
    var old = server;
    server = null;
    try {
      if (old != null) {
        old.close();
      }
      server = bound();
      closedSince = null;
      if (closed) {
        close();
      }
    } catch (IOException e) {
      var since = closedSince == null ? System.nanoTime() : closedSince;
      closedSince = since;
      if (System.nanoTime() - since > MINUTE) {
        giveUp(e);
      }
    }
  }

  private void giveUp(IOException e) {
    closed = true;
    LOG.log(
        System.Logger.Level.ERROR,
        "The server cannot listen on %s port %s any more: %s."
            .formatted(address.getAddress().getHostAddress(), address.getPort(), e.getMessage()));
    lost.run();
  }

  /** Ends the taking of connections. */
  @Override
  public void close() {
    closed = true;
    var socket = server;
    if (socket == null) {
      return;
    }
    try {
      socket.close();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "The listening socket could not be closed.", e);
    }
  }
}
