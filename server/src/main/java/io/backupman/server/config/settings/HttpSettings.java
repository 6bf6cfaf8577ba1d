package io.backupman.server.config.settings;

import io.backupman.api.ApiKey;
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
 * @param keys who may look, run or administer; their names differ, but for those without one of
 *     their own
 * @param publicMetrics whether metrics need no key
 */
public record HttpSettings(
    String host, int port, Optional<URI> appUrl, List<ApiKey> keys, boolean publicMetrics) {

  /** Copies the list. */
  public HttpSettings {
    keys = List.copyOf(keys);
  }

  /**
   * Why the server must not start like this: nobody has a key, but the whole network could ask.
   * Looks up the host's address.
   *
   * @return a sentence for the user; empty if it may start
   */
  public Optional<String> refusal() {
    if (!keys.isEmpty() || isLoopback()) {
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
