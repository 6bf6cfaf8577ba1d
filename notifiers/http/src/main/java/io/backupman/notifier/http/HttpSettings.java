package io.backupman.notifier.http;

import io.backupman.notifier.spi.HttpRequest;
import io.backupman.notifier.spi.NotifierSettings;
import io.backupman.notifier.spi.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Reads what channels over HTTP have in their settings, noting what is wrong with it. */
public final class HttpSettings {
  static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(15);
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  /** Below the 2 minutes after which Backupman ends a send, or it could never take effect. */
  private static final Duration LONGEST = Duration.ofSeconds(110);

  private HttpSettings() {}

  /** The http or https URL under a key, which must be there. */
  public static Optional<URI> url(NotifierSettings settings, String key) {
    settings.require(key);
    return settings.uri(key);
  }

  /** The same where it may be missing. */
  public static URI url(NotifierSettings settings, String key, URI fallback) {
    return settings.uri(key).orElse(fallback);
  }

  /** The same where a user name and a password may stand before the host. */
  public static Optional<UserUrl> userUrl(NotifierSettings settings, String key) {
    var text = UserUrl.split(settings.require(key));
    if (text.getKey().isBlank()) {
      return Optional.empty();
    }
    try {
      var url = HttpRequest.parseUrl(text.getKey());
      return Optional.of(new UserUrl(url, text.getValue().map(UserUrl::basic)));
    } catch (IllegalArgumentException wrong) {
      settings.reject(key, String.valueOf(wrong.getMessage()));
      return Optional.empty();
    }
  }

  /** A URL that is a secret as a whole, so that it may also stand in {@code <key>_file}. */
  public static Optional<URI> secretUrl(NotifierSettings settings, String key) {
    settings.requireSecret(key);
    return settings.secretUri(key);
  }

  /** A token that goes into a header, if it is there. */
  public static Optional<Secret> token(NotifierSettings settings, String key) {
    var token = settings.secret(key);
    if (token.isPresent() && !HeaderRules.isValue(token.get().value())) {
      settings.reject(
          key, "cannot be sent as a header: only printable ASCII characters are allowed.");
      return Optional.empty();
    }
    return token;
  }

  /** The deadline of one exchange: {@code timeout}, 1 to 110 seconds, 15 seconds if missing. */
  public static Duration timeout(NotifierSettings settings) {
    return timeout(settings, LONGEST);
  }

  /**
   * The same for a channel whose attempt takes longer than one exchange.
   *
   * @param longest with which the whole attempt still ends before Backupman ends it; at least the
   *     15 seconds that are the default
   */
  public static Duration timeout(NotifierSettings settings, Duration longest) {
    var timeout = settings.duration("timeout", DEFAULT_TIMEOUT);
    if (timeout.compareTo(SHORTEST) < 0 || timeout.compareTo(longest) > 0) {
      settings.reject("timeout", "must be between 1s and " + longest.toSeconds() + "s.");
      return DEFAULT_TIMEOUT;
    }
    return timeout;
  }
}
