package io.backupman.server.config.settings;

import io.backupman.notifier.spi.Secret;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;

/**
 * The HTTP server.
 *
 * @param host the address to listen on
 * @param port the port, 1 to 65535; 0 takes any that is free
 * @param appUrl where people reach this Backupman
 * @param apiKeys who may read and run: each the key itself, or {@code sha256:} and 64 hexadecimal
 *     digits
 * @param adminApiKeys who may do that and administer; written in the same way
 * @param publicMetrics whether metrics need no key
 */
public record HttpSettings(
    String host,
    int port,
    Optional<URI> appUrl,
    List<Secret> apiKeys,
    List<Secret> adminApiKeys,
    boolean publicMetrics) {

  /** Copies the lists. */
  public HttpSettings {
    apiKeys = List.copyOf(apiKeys);
    adminApiKeys = List.copyOf(adminApiKeys);
  }

  /**
   * Why the server must not start like this: nobody has a key, but the whole network could ask.
   * Looks up the host's address.
   *
   * @return a sentence for the user; empty if it may start
   */
  public Optional<String> refusal() {
    if (!apiKeys.isEmpty() || !adminApiKeys.isEmpty() || isLoopback()) {
      return Optional.empty();
    }
    return Optional.of(
        "http.api_keys is missing, and http.host \""
            + host
            + "\" can be reached from other machines. Add a key to http.api_keys, or set http.host"
            + " to 127.0.0.1.");
  }

  private boolean isLoopback() {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false; // refused here or, with a key, when the server binds: both name the host
    }
  }
}
