package io.backupman.core.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.function.IntFunction;

/**
 * The times in the records that somebody waits for. Safe for use by several threads and several
 * processes.
 */
public interface FutureTimes {

  /**
   * Pulls in what a clock that was ahead has put into the future: attempts are due after the wait
   * that was meant, alarms count from now, and times at which a schedule has fired too early fire
   * again.
   *
   * @param longestWait the longest wait after an attempt, by its number, or 0 if there was none,
   *     for which it is the shortest
   * @return how many deliveries are due sooner
   */
  int pullIn(Instant now, IntFunction<Duration> longestWait);
}
