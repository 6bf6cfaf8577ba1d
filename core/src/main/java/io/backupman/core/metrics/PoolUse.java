package io.backupman.core.metrics;

/**
 * What the connections to the own database are busy with.
 *
 * @param active how many are in use
 * @param idle how many are open and not in use
 * @param most how many may be open
 * @param awaiting how much work waits for one
 */
public record PoolUse(int active, int idle, int most, int awaiting) {

  /** The same where more work waits. */
  public PoolUse and(int more) {
    return new PoolUse(active, idle, most, awaiting + more);
  }
}
