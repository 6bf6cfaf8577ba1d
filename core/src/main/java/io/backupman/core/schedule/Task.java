package io.backupman.core.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;

/** What a {@link Timetable} does again and again. Belongs to one timetable. */
public final class Task {
  private static final System.Logger LOG = System.getLogger(Task.class.getName());

  private final String name;
  private final UnaryOperator<Instant> next;
  private final Runnable work;
  private final AtomicBoolean running = new AtomicBoolean();
  private Instant due = Instant.MIN;
  private volatile boolean failing;

  private Task(String name, UnaryOperator<Instant> next, Runnable work) {
    this.name = name;
    this.next = next;
    this.work = work;
  }

  /**
   * Work that is done at once, and then again after each period.
   *
   * @param period greater than zero
   * @param name what it does, for the log, such as {@code to delete old reports}
   */
  public static Task every(Duration period, String name, Runnable work) {
    return new Task(name, now -> now.plus(period), work);
  }

  /** Whether it is being done. */
  boolean isRunning() {
    return running.get();
  }

  /** When it is done next. */
  Instant due() {
    return due;
  }

  /**
   * Whether it is to be done now; whoever is told so does it. A time that was missed, because the
   * work still runs or the process slept, is not made up for.
   */
  boolean claim(Instant now) {
    var following = next.apply(now);
    if (due.isAfter(now)) {
      // If the clock was set back, the time is nearer than it seems.
      due = due.isAfter(following) ? following : due;
      return false;
    }
    due = following;
    return running.compareAndSet(false, true);
  }

  /** Does it. */
  void run() {
    try {
      work.run();
      failing = false;
    } catch (RuntimeException | Error e) {
      // Once for each time that the database is away, which may be long.
      LOG.log(
          failing ? System.Logger.Level.DEBUG : System.Logger.Level.ERROR,
          "It failed " + name + "; it is tried again later.",
          e);
      failing = true;
    } finally {
      running.set(false);
    }
  }
}
