package io.backupman.net;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How connections are made: by which proxy, and trusting whom. Immutable. */
public final class Network {
  /** Without proxies, trusting whom Java trusts. */
  public static final Network DIRECT =
      new Network(
          new Proxies(Optional.empty(), Optional.empty(), NoProxy.parse("")),
          Authorities.JAVA,
          Names.SYSTEM);

  private final Proxies proxies;
  private final Authorities authorities;
  private final Names names;

  private Network(Proxies proxies, Authorities authorities, Names names) {
    this.proxies = proxies;
    this.authorities = authorities;
    this.names = names;
  }

  /**
   * The network that is configured, trusting whom Java trusts.
   *
   * @param environment the environment variables, of which the common ones for proxies count
   * @throws IllegalArgumentException with a sentence if the environment makes no sense
   */
  public static Network of(ProxySettings settings, Map<String, String> environment) {
    return new Network(Proxies.of(settings, environment), Authorities.JAVA, Names.SYSTEM);
  }

  /**
   * The same, trusting the authorities of a file too.
   *
   * @throws IllegalArgumentException with a sentence if it cannot be used, to follow the name of
   *     the key that names it
   */
  public Network trusting(Path pem) {
    return new Network(proxies, authorities.and(pem), names);
  }

  /** Whom servers are believed by. */
  public Authorities authorities() {
    return authorities;
  }

  /** What of the proxies' addresses must not be shown. */
  public List<String> secrets() {
    return proxies.secrets();
  }

  /** The proxy that leads there, if one does. */
  Optional<ProxyAddress> proxyTo(Target target) {
    return proxies.to(target);
  }

  /** The same with names that are looked up elsewhere. */
  Network looking(Names elsewhere) {
    return new Network(proxies, authorities, elsewhere);
  }

  /** Looks up names. */
  Names names() {
    return names;
  }
}
