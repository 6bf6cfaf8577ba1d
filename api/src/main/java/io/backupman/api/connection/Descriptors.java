package io.backupman.api.connection;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * The files and sockets of this process: the operating system allows it a certain number (ulimit
 * -n), and everything that it does needs some.
 *
 * @param most how many it may have open
 * @param open how many it has open
 */
public record Descriptors(long most, long open) {
  /** What dumps, deliveries and the own database need at least. */
  private static final long LEAST_RESERVE = 64;

  private static final long LEAST_CONNECTIONS = 16;

  /** With so few left, the next dump or delivery may find none. */
  private static final long SCARCE = 8;

  /** Counts the descriptors of now; without a limit where the operating system has none. */
  public static Descriptors now() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
        ? new Descriptors(system.getMaxFileDescriptorCount(), system.getOpenFileDescriptorCount())
        : new Descriptors(Long.MAX_VALUE, 0);
  }

  /**
   * How many connections there may be, so that a quarter of all descriptors stays for the work.
   *
   * @param wanted how many there should be if there is room
   * @return at least 16
   */
  public int connections(int wanted) {
    long reserve = Math.max(LEAST_RESERVE, most / 4);
    return (int) Math.clamp(most - open - reserve, LEAST_CONNECTIONS, Math.max(16, wanted));
  }

  /** Whether there is too little room for the connections and the work together. */
  public boolean areFew() {
    return most - open < LEAST_RESERVE + LEAST_CONNECTIONS;
  }

  /** Whether hardly any is left. */
  public boolean areScarce() {
    return most - open < SCARCE;
  }
}
