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
   * A new connection.
   *
   * @param thread the thread that alone serves it
   * @param nanos how long it may be silent
   */
  OpenConnection(Socket socket, Thread thread, long nanos) {
    this.socket = socket;
    this.thread = thread;
    this.until = since + nanos;
  }

  /** Something else begins. */
  synchronized void begin(long nanos) {
    since = System.nanoTime();
    until = since + nanos;
    shieldedUntil = since;
  }

  /** It does not give way for this long, or until something else begins. */
  synchronized void shield(long nanos) {
    shieldedUntil = System.nanoTime() + nanos;
  }

  /** What it does may go on this long from now, and no longer. */
  synchronized void prolong(long nanos) {
    until = System.nanoTime() + nanos;
  }

  /** Holds a place, if one is free. */
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

  /** For how many nanoseconds it has been doing what it does; -1 if it cannot give way. */
  synchronized long age() {
    var now = System.nanoTime();
    return over || place != null || now - shieldedUntil < 0 ? -1 : now - since;
  }

  /** Whether it has been closed, though its thread may not know yet. */
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

  /** Closes it if its time is over. */
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

  /** Closes it for another, unless it has come by a place or begun to answer meanwhile. */
  void giveWay() {
    synchronized (this) {
      if (age() < 0) {
        return;
      }
      over = true;
    }
    close();
  }

  /** Closes it at once. */
  void end() {
    synchronized (this) {
      over = true;
    }
    thread.interrupt();
    close();
  }

  /** Its thread has done with it. */
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
