package io.backupman.core.report.resend;

import io.backupman.core.report.Delivery;
import java.time.Duration;
import java.util.List;

/** Tests notifiers: sends a made-up report in the way in which every report is sent. */
public interface NotifierTester {

  /**
   * Sends a made-up report once to each destination, whatever the subscriptions say, and waits for
   * the outcome: two minutes and a little at most.
   *
   * @param notifier the notifier's name
   * @param destinations the destinations to send to; empty means all of the notifier's
   * @return how it went, in the order of the configuration
   * @throws io.backupman.core.request.RequestProblem if there is no such notifier (not found), it
   *     is switched off (conflict) or has no such destination (invalid)
   * @throws InterruptedException if the thread was interrupted; what is on its way is sent
   *     nevertheless
   */
  List<Result> test(String notifier, List<String> destinations) throws InterruptedException;

  /**
   * How one destination did.
   *
   * @param destination its name, or {@link Delivery#EVERY_DESTINATION} where the notifier is not
   *     usable
   * @param delivered whether it has taken the report
   * @param detail what the other side said or what went wrong, in words, secrets masked
   * @param duration how long the attempt took; zero if none was made
   */
  record Result(String destination, boolean delivered, String detail, Duration duration) {}
}
