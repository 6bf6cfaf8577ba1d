package io.backupman.net;

import java.util.Optional;

/**
 * What the configuration says of proxies.
 *
 * @param proxy for all that is sent; empty leaves it to the environment
 * @param direct whether no proxy is taken, whatever the environment says
 * @param noProxy hosts that are reached without a proxy, with commas between them; empty leaves it
 *     to the environment
 */
public record ProxySettings(
    Optional<ProxyAddress> proxy, boolean direct, Optional<String> noProxy) {

  /** Everything as the environment says. */
  public static final ProxySettings DEFAULT =
      new ProxySettings(Optional.empty(), false, Optional.empty());
}
