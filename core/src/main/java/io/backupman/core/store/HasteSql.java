package io.backupman.core.store;

import java.time.Instant;
import java.util.Collection;

/** Deliveries that need not wait any longer, because their notifier is there. */
final class HasteSql {
  private static final String ALL =
      """
      UPDATE deliveries SET due_at = ?, next_attempt_at = ?
      WHERE notifier = ? AND status = 'pending' AND claimed_by IS NULL AND due_at > ?""";
  private static final String UNTRIED = ALL + " AND attempt_count = 0";

  private HasteSql() {}

  static long hasten(
      Transaction tx, Collection<String> usable, Collection<String> usableAgain, Instant now) {
    return usable.stream()
        .mapToLong(
            notifier ->
                tx.update(usableAgain.contains(notifier) ? ALL : UNTRIED, now, now, notifier, now))
        .sum();
  }
}
