package io.backupman.api.connection;

import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a connection: since when it has been doing what it does, until when it may, and
 * the place that its request holds. One without a place can be closed at any time. Safe for use by
 * several threads.
 */
final class OpenConnection {
  private final Socket socket;
  private final Thread thread;
  private long since = System.nanoTime();
  private long until;
  private long shieldedUntil = since;
  private @Nullable Semaphore place;
  private boolean over;

  /**
   * Notes a new connection.
   *
   * @param thread the thread that alone serves it
   * @param nanos how long it may be silent
   */
  OpenConnection(Socket socket, Thread thread, long nanos) {
    this.socket = socket;
    this.thread = thread;
    this.until = since + nanos;
  }

  /** Notes that the connection begins something else. */
  synchronized void begin(long nanos) {
    since = System.nanoTime();
    until = since + nanos;
    shieldedUntil = since;
  }

  /** Keeps the connection from giving way for this long, or until it begins something else. */
  synchronized void shield(long nanos) {
    shieldedUntil = System.nanoTime() + nanos;
  }

  /** Lets what the connection does go on this long from now, and no longer. */
  synchronized void prolong(long nanos) {
    until = System.nanoTime() + nanos;
  }

  /** Takes a place for the request of the connection, if one is free. */
  synchronized boolean hold(Semaphore places) {
    if (over || place != null || !places.tryAcquire()) {
      return false;
    }
    place = places;
    return true;
  }

  synchronized void giveBackPlace() {
    if (place != null) {
      place.release();
      place = null;
    }
  }

  /** The nanoseconds since the connection began what it does; -1 if it cannot give way. */
  synchronized long age() {
    var now = System.nanoTime();
    return over || place != null || now - shieldedUntil < 0 ? -1 : now - since;
  }

  /** Whether the connection has been closed, though its thread may not know yet. */
  synchronized boolean isOver() {
    return over;
  }

  /** Whether something has come that nobody has read yet, as its thread had no processor. */
  boolean hasUnread() {
    try {
      return socket.getInputStream().available() > 0;
    } catch (IOException e) {
      return false; // the client has gone
    }
  }

  /** Closes the connection if its time is over. */
  void endIfLate() {
    synchronized (this) {
      if (over || System.nanoTime() - until < 0) {
        return;
      }
      over = true;
    }
    thread.interrupt();
    close();
  }

  /** Closes the connection for another, unless it has got a place or begun to answer meanwhile. */
  void giveWay() {
    synchronized (this) {
      if (age() < 0) {
        return;
      }
      over = true;
    }
    close();
  }

  /** Closes the connection at once. */
  void end() {
    synchronized (this) {
      over = true;
    }
    thread.interrupt();
    close();
  }

  /** Notes that the thread has done with the connection. */
  void finish() {
    synchronized (this) {
      over = true;
    }
    giveBackPlace();
    close();
  }

  private void close() {
    try {
      socket.close();
    } catch (IOException e) {
      System.getLogger(OpenConnection.class.getName())
          .log(System.Logger.Level.DEBUG, "A connection could not be closed.", e);
    }
  }
}
