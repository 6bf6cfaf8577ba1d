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
  /** So soon nobody gives way, as long as there is any room: a request needs a moment to arrive. */
  private static final long SETTLED = Duration.ofMillis(100).toNanos();

  /** What needs no place is answered sooner than this, if its client reads the answer. */
  private static final long UNDISTURBED = Duration.ofSeconds(1).toNanos();

  private static final long MOMENT = Duration.ofMillis(1).toNanos();

  private final Map<Thread, OpenConnection> open = new ConcurrentHashMap<>();
  private final int most;
  private final int headroom;
  private final Duration silence;
  private final Semaphore room;

  /**
   * Connections.
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

  /** Waits until there is room for one more, and makes some. Does not heed interrupts. */
  void awaitRoom() {
    if (room.availablePermits() < headroom) {
      makeRoom(SETTLED);
    }
    while (!room.tryAcquire()) {
      makeRoom(0);
      Thread.interrupted();
      LockSupport.parkNanos(MOMENT);
    }
  }

  /** Nobody came. */
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

  /** Lets some give way at once, as it takes a moment until their threads have ended. */
  private void makeRoom(long age) {
    long leaving = open.values().stream().filter(OpenConnection::isOver).count();
    long wanted = headroom - room.availablePermits() - leaving;
    if (wanted > 0) {
      letOldestGiveWay(wanted, age);
    }
  }

  private void letOldestGiveWay(long count, long age) {
    record Candidate(long age, OpenConnection connection) {}
    open.values().stream()
        .map(connection -> new Candidate(connection.age(), connection))
        .filter(candidate -> candidate.age >= age)
        .sorted(Comparator.comparingLong(Candidate::age).reversed())
        .map(Candidate::connection)
        .filter(connection -> !connection.hasUnread())
        .limit(count)
        .forEach(OpenConnection::giveWay);
  }

  /** Closes half of those that hold no place, as the descriptors are needed elsewhere. */
  void shed() {
    letOldestGiveWay(open.size() / 2 + 1, 0);
  }

  /** Closes those whose time is over. */
  public void endLate() {
    open.values().forEach(OpenConnection::endIfLate);
  }

  /** Closes all. */
  public void endAll() {
    open.values().forEach(OpenConnection::end);
  }

  /** The connection of this thread waits for the next request. */
  void awaitRequest() {
    begin(silence);
  }

  /** The connection of this thread does something else from now on. */
  void begin(Duration longest) {
    var connection = current();
    if (connection != null) {
      connection.begin(longest.toNanos());
    }
  }

  /** The connection of this thread answers a request, which it may do undisturbed. */
  void answer() {
    var connection = current();
    if (connection != null) {
      connection.shield(UNDISTURBED);
    }
  }

  /** The connection of this thread goes on with what it does. */
  void prolong(Duration longest) {
    var connection = current();
    if (connection != null) {
      connection.prolong(longest.toNanos());
    }
  }

  /** The connection of this thread holds a place, if one is free. */
  boolean holdPlace(Semaphore places) {
    var connection = current();
    return connection != null && connection.hold(places);
  }

  /** The connection of this thread gives its place back, if it has one. */
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
