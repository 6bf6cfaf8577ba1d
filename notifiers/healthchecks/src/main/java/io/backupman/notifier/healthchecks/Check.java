package io.backupman.notifier.healthchecks;

import io.backupman.notifier.http.HttpCall;
import io.backupman.notifier.http.HttpSettings;
import io.backupman.notifier.spi.NotifierSettings;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * A check and how to reach it.
 *
 * @param path its ping URL up to the end of its path, without a slash there
 * @param query what its ping URL asks for, such as {@code create=1}; empty if nothing
 * @param timeout the deadline of one ping
 */
record Check(String path, String query, Duration timeout) {
  private static final String KEY = "ping_url";

  /** Reads {@code ping_url}; whoever knows it can ping, so it is a secret. */
  static Optional<Check> read(NotifierSettings settings, Duration timeout) {
    return HttpSettings.secretUrl(settings, KEY).flatMap(url -> of(settings, url, timeout));
  }

  private static Optional<Check> of(NotifierSettings settings, URI url, Duration timeout) {
    var path = url.getRawPath().replaceAll("/+$", "");
    if (path.isEmpty()) {
      settings.reject(
          KEY, "names no check; expected something like https://hc-ping.com/<uuid of the check>.");
      return Optional.empty();
    }
    if (path.matches(".*/(start|fail|log|[0-9]{1,3})")) {
      settings.reject(
          KEY,
          "is the address of one signal; give the check's own, without \"%s\" at its end."
              .formatted(path.substring(path.lastIndexOf('/'))));
      return Optional.empty();
    }
    var query = url.getRawQuery() == null ? "" : url.getRawQuery();
    var root = url.getScheme() + "://" + url.getRawAuthority();
    return Optional.of(new Check(root + path, query, timeout));
  }

  /** A ping without a run. */
  HttpCall.Builder ping(Signal signal) {
    return post(signal, query);
  }

  /** A ping of a run, by which the server matches its start and its end. */
  HttpCall.Builder ping(Signal signal, UUID run) {
    return post(signal, query.isEmpty() ? "rid=" + run : query + "&rid=" + run);
  }

  private HttpCall.Builder post(Signal signal, String asking) {
    var url = path + signal.path() + (asking.isEmpty() ? "" : "?" + asking);
    return HttpCall.post(URI.create(url)).timeout(timeout).secretPath();
  }

  /** Without the address. */
  @Override
  public String toString() {
    return "Check[***]";
  }
}
