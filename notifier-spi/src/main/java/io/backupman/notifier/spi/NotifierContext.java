package io.backupman.notifier.spi;

import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;

/** What the host tells a notifier about itself. Safe for use by several threads. */
public interface NotifierContext {

  /** The name under which the notifier stands in the configuration. */
  String notifierName();

  /** The version of Backupman, such as {@code 1.2.0}. */
  String version();

  /** The name of the machine that Backupman runs on. */
  String hostName();

  /**
   * Where this Backupman answers ({@code http.app_url}), if that is configured. Programs find its
   * API there, but a browser need not find a page: {@link #page} is what messages link to.
   */
  Optional<URI> appUrl();

  /** The page where people see more, for links in messages; empty while there is none. */
  default Optional<URI> page() {
    return Optional.empty();
  }

  /**
   * The clock to use for everything that is written or compared. Its zone is the one in which
   * people are told times of what has none of its own.
   */
  Clock clock();

  /** What to send as {@code User-Agent}: {@code Backupman/<version>}. */
  default String userAgent() {
    return "Backupman/" + version();
  }

  /**
   * What to send HTTP requests with; {@link Http#with} gives the one for a section.
   *
   * @throws UnsupportedOperationException if this host has none: Backupman has had one since the
   *     version that brought this method
   */
  default Http http() {
    throw new UnsupportedOperationException("This host sends no HTTP requests.");
  }

  /**
   * What to encrypt other connections with: trusts the authorities that Java does, those that are
   * configured for the whole of Backupman, and those in the file of certificates in PEM that a key
   * names, if it is there. What is wrong with it is noted as a problem. Its sockets verify the name
   * of the server that they are made for, as HTTPS does (RFC 2818).
   *
   * @param section where the key stands
   * @param key such as {@code ca_file}
   * @throws UnsupportedOperationException as {@link #http} does
   */
  default SSLSocketFactory tls(NotifierSettings section, String key) {
    throw new UnsupportedOperationException("This host makes no encrypted connections.");
  }
}
