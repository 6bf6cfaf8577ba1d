package io.backupman.api.connection;

import java.net.Socket;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The open connections, each with a virtual thread of its own, and never more than a certain
 * number. Whoever comes when all are taken is let in all the same: the connection that has been
 * silent, or slow, for the longest time without holding a place gives way. So clients that open
 * connections and say nothing keep nobody out. Safe for use by several threads.
 */
public final class Connections {
  /**
   * How long a new connection is left alone as long as there is room: a request needs time to
   * arrive.
   */
  private static final long SETTLED = Duration.ofMillis(100).toNanos();

  /** How long an answer that needs no place takes at most, if its client reads it. */
  private static final long UNDISTURBED = Duration.ofSeconds(1).toNanos();

  private static final long MOMENT = Duration.ofMillis(1).toNanos();
  private static final long PAUSE = Duration.ofMillis(20).toNanos();

  private final Map<Thread, OpenConnection> open = new ConcurrentHashMap<>();
  private final int most;
  private final int headroom;
  private final Duration silence;
  private final Semaphore room;

  /**
   * Keeps connections, of which there are none yet.
   *
   * @param most how many may be open
   * @param silence how long one may be silent before a request
   */
  public Connections(int most, Duration silence) {
    this.most = most;
    this.headroom = Math.max(1, most / 4);
    this.silence = silence;
    this.room = new Semaphore(most);
  }

  int most() {
    return most;
  }

  /**
   * Waits until there is room for one more connection, and makes room. Does not heed interrupts.
   *
   * @param none is called again and again once there has been no room for a second
   */
  void awaitRoom(Runnable none) {
    if (room.availablePermits() < headroom) {
      makeRoom(SETTLED, false);
    }
    long begun = System.nanoTime();
    while (!room.tryAcquire()) {
      long waited = System.nanoTime() - begun;
      makeRoom(0, waited >= SETTLED);
      boolean isLong = waited >= UNDISTURBED;
      if (isLong) {
        none.run();
      }
      Thread.interrupted();
      LockSupport.parkNanos(isLong ? PAUSE : MOMENT);
    }
  }

  /** Gives room back that {@link #awaitRoom} gave, as no client came. */
  void giveBackRoom() {
    room.release();
  }

  /**
   * Serves a connection, for which there is room, to its end.
   *
   * @param service serves it, in a thread of its own
   */
  void serve(Socket socket, Consumer<Socket> service) {
    var thread = Thread.ofVirtual().name("http-connection").unstarted(() -> run(socket, service));
    var connection = new OpenConnection(socket, thread, silence.toNanos());
    open.put(thread, connection);
    try {
      thread.start();
    } catch (RuntimeException | Error e) {
      remove(thread);
      throw e;
    }
  }

  private void run(Socket socket, Consumer<Socket> service) {
    try {
      service.accept(socket);
    } finally {
      remove(Thread.currentThread());
    }
  }

  private void remove(Thread thread) {
    var connection = open.remove(thread);
    if (connection != null) {
      connection.finish();
      room.release();
    }
  }

  /** Lets several connections give way at once, as their threads take a moment to end. */
  private void makeRoom(long age, boolean evenUnread) {
    long leaving = open.values().stream().filter(OpenConnection::isOver).count();
    long wanted = headroom - room.availablePermits() - leaving;
    if (wanted > 0) {
      letOldestGiveWay(wanted, age, evenUnread);
    }
  }

  /**
   * Closes the connections that have done the same for the longest time.
   *
   * @param evenUnread whether connections of which something is still to be read follow, if the
   *     others are not enough: else whoever always sends more than is read would never give way
   */
  private void letOldestGiveWay(long count, long age, boolean evenUnread) {
    record Candidate(long age, OpenConnection connection) {}
    var oldest =
        open.values().stream()
            .map(connection -> new Candidate(connection.age(), connection))
            .filter(candidate -> candidate.age >= age)
            .sorted(Comparator.comparingLong(Candidate::age).reversed())
            .map(Candidate::connection)
            .toList();
    var read = oldest.stream().filter(it -> !it.hasUnread()).limit(count).toList();
    read.forEach(OpenConnection::giveWay);
    if (evenUnread) {
      oldest.stream()
          .filter(it -> !read.contains(it))
          .limit(count - read.size())
          .forEach(OpenConnection::giveWay);
    }
  }

  /** Closes half of the connections that hold no place, as the descriptors are needed elsewhere. */
  void shed() {
    letOldestGiveWay(open.size() / 2 + 1, 0, true);
  }

  /** Closes the connections whose time is over. */
  public void endLate() {
    open.values().forEach(OpenConnection::endIfLate);
  }

  /** Closes all connections. */
  public void endAll() {
    open.values().forEach(OpenConnection::end);
  }

  /**
   * Lets the connection of this thread wait for the next request, if only for a moment when that
   * has come already: a virtual thread that never has to wait would keep its processor for ever,
   * and one that yields would leave it only to those that ran there before.
   */
  void awaitRequest() {
    begin(silence);
    LockSupport.parkNanos(1);
  }

  /** Notes that the connection of this thread begins something else. */
  void begin(Duration longest) {
    var connection = current();
    if (connection != null) {
      connection.begin(longest.toNanos());
    }
  }

  /** Notes that the connection of this thread answers a request, which it may do undisturbed. */
  void answer() {
    var connection = current();
    if (connection != null) {
      connection.shield(UNDISTURBED);
    }
  }

  /** Lets the connection of this thread give way to others, though it has not answered yet. */
  void waitUnshielded() {
    var connection = current();
    if (connection != null) {
      connection.shield(0);
    }
  }

  /** Gives the connection of this thread more time for what it does. */
  void prolong(Duration longest) {
    var connection = current();
    if (connection != null) {
      connection.prolong(longest.toNanos());
    }
  }

  /** Takes a place for the connection of this thread, if one is free. */
  boolean holdPlace(Semaphore places) {
    var connection = current();
    return connection != null && connection.hold(places);
  }

  /** Gives the place of the connection of this thread back, if it has one. */
  void giveBackPlace() {
    var connection = current();
    if (connection != null) {
      connection.giveBackPlace();
    }
  }

  private @Nullable OpenConnection current() {
    return open.get(Thread.currentThread());
  }
}
