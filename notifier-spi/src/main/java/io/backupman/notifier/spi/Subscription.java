package io.backupman.notifier.spi;

import java.util.Set;

/**
 * Which reports a notifier or a destination gets, as its keys {@code statuses} and {@code labels}
 * say. The host judges by it before it calls {@link Notifier#send}; a channel need not. What it
 * asks depends on the event:
 *
 * <ul>
 *   <li>a backup has ended: both;
 *   <li>a backup has started: both, as if it had finished and failed;
 *   <li>a backup is overdue: the labels alone, as it has no status;
 *   <li>other notifiers fail or recover, a test, a report that somebody sends again to destinations
 *       by name, a fallback: neither.
 * </ul>
 *
 * @param statuses the statuses that it gets; empty means all
 * @param labels the labels of the data sources that it hears of; empty means all
 */
public record Subscription(Set<BackupStatus> statuses, Set<String> labels) {

  /** Everything. */
  public static final Subscription ALL = new Subscription(Set.of(), Set.of());

  /** Copies the sets. */
  public Subscription {
    statuses = Set.copyOf(statuses);
    labels = Set.copyOf(labels);
  }

  /** Whether a backup of this status and label is wanted. */
  public boolean wants(BackupStatus status, String label) {
    return (statuses.isEmpty() || statuses.contains(status)) && hearsOf(label);
  }

  /** Whether it hears of the data source of this label, whatever the status. */
  public boolean hearsOf(String label) {
    return labels.isEmpty() || labels.contains(label);
  }
}
