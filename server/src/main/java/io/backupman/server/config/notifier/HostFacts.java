package io.backupman.server.config.notifier;

import io.backupman.net.Network;
import java.time.Clock;

/**
 * What notifiers are told about this Backupman.
 *
 * @param version its version, such as {@code 1.2.0}
 * @param hostName the name of the machine
 * @param clock the clock to use
 * @param network how connections are made
 */
public record HostFacts(String version, String hostName, Clock clock, Network network) {

  /** In a network without a proxy, until the configuration has been read. */
  public HostFacts(String version, String hostName, Clock clock) {
    this(version, hostName, clock, Network.DIRECT);
  }

  /** The same in another network. */
  public HostFacts in(Network other) {
    return new HostFacts(version, hostName, clock, other);
  }
}
