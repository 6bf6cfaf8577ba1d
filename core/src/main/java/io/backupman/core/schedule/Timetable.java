package io.backupman.core.schedule;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Does {@link Task tasks} at their times, side by side, each in a virtual thread and never twice at
 * once. One that fails is logged and done again at its next time. Started and stopped by one
 * thread.
 */
public final class Timetable {
  private static final System.Logger LOG = System.getLogger(Timetable.class.getName());

  /** A clock that is set does not wake anybody, so it is looked at from time to time. */
  private static final Duration LONGEST_SLEEP = Duration.ofSeconds(10);

  private final List<Task> tasks;
  private final Clock clock;
  private final ExecutorService runs = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread thread =
      Thread.ofPlatform().name("timetable").daemon().unstarted(this::keepOn);

  /**
   * A timetable that does nothing until it is {@linkplain #start() started}.
   *
   * @param tasks what is done
   * @param clock tells when
   */
  public Timetable(List<Task> tasks, Clock clock) {
    this.tasks = List.copyOf(tasks);
    this.clock = clock;
  }

  /** Begins; what is to be done at once is done now. */
  public void start() {
    thread.start();
  }

  /**
   * Stops: nothing new is begun, and what runs is interrupted.
   *
   * @param grace how long to wait for what runs
   */
  public void stop(Duration grace) {
    stopped.countDown();
    runs.shutdownNow();
    try {
      if (!runs.awaitTermination(grace.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.log(System.Logger.Level.WARNING, "Some periodic work has not ended in time.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void keepOn() {
    try {
      Duration pause;
      do {
        pause = begin();
      } while (!stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      LOG.log(System.Logger.Level.WARNING, "Periodic work is not done any more.");
    }
  }

  /** Begins what is due; returns how long to wait before the next look. */
  Duration begin() {
    var now = clock.instant();
    var pause = LONGEST_SLEEP;
    for (var task : tasks) {
      if (task.claim(now)) {
        begin(task);
      }
      var left = Duration.between(now, task.due());
      pause = left.compareTo(pause) < 0 ? left : pause;
    }
    return pause;
  }

  private void begin(Task task) {
    try {
      runs.execute(task::run);
    } catch (RejectedExecutionException e) {
      LOG.log(System.Logger.Level.DEBUG, "It was stopped just now.", e);
    }
  }
}
