package io.backupman.notifier.spi;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One section of {@code config.yml}: a notifier's own, or one inside it.
 *
 * <p>Reading never throws. A missing or mistyped value is noted, and something harmless comes back
 * (an empty text, the default), so that a user sees all problems at once, each with its full path
 * such as {@code notifiers.webhook.endpoints[1].url}. Keys that are never read are reported as
 * unknown. {@code ${ENV}} is already replaced.
 *
 * <p>In a notifier's own section, the host itself reads {@code enabled}, {@code type}, {@code
 * statuses}, {@code labels} and {@code fallback}, and will read keys that begin with {@code
 * report_}: a channel names none of its own so there.
 *
 * <p>Not safe for use by several threads, and of no use after {@link NotifierProvider#create} has
 * returned.
 */
public interface NotifierSettings {

  /** A text that must be there and not be blank; empty if it is not. */
  String require(String key);

  /** A text, if it is there and not empty. */
  Optional<String> find(String key);

  /**
   * A password, token or key, if it is there: the value of {@code key}, or the first line of the
   * file that {@code <key>_file} names. The host masks it in everything that it writes.
   */
  Optional<Secret> secret(String key);

  /**
   * A password, token or key that must be there and not be blank, read as {@link #secret} does; an
   * empty one if it is not.
   */
  default Secret requireSecret(String key) {
    var secret = secret(key);
    if (secret.isEmpty()) {
      reject(key, "is missing");
    } else if (secret.get().value().isBlank()) {
      reject(key, "is blank");
    }
    return secret.filter(found -> !found.value().isBlank()).orElseGet(() -> Secret.of(""));
  }

  /**
   * An http or https URL without user info, if it is there and right. Where it must be there, call
   * {@link #require} too.
   */
  default Optional<URI> uri(String key) {
    return RequestUrl.read(this, key, find(key));
  }

  /**
   * The same where the URL is a secret as a whole, as that of a chat's incoming webhook: whoever
   * knows it may send there. It is read as {@link #secret} does; where it must be there, call
   * {@link #requireSecret} too.
   */
  default Optional<URI> secretUri(String key) {
    return RequestUrl.read(this, key, secret(key).map(Secret::value));
  }

  /** Secrets where one or a list of them may stand. */
  List<Secret> secrets(String key);

  /** {@code true} or {@code false}, quoted or not. */
  boolean flag(String key, boolean fallback);

  /** A whole number within the range, both ends included. */
  int number(String key, int fallback, int from, int to);

  /** A time such as {@code 30s}, {@code 5m}, {@code 2h}, {@code 7d} or ISO-8601 {@code PT30S}. */
  Duration duration(String key, Duration fallback);

  /** A path; a relative one starts at the working directory. */
  Optional<Path> path(String key);

  /** Texts where one or a list of them may stand; empty if the key is missing. */
  List<String> texts(String key);

  /** Names with texts, in their order; empty if the key is missing. */
  Map<String, String> map(String key);

  /** The sections of a list; empty if the key is missing. */
  List<NotifierSettings> list(String key);

  /**
   * This section as a destination: reads its {@code name}, {@code statuses} and {@code labels}.
   * Where {@code name} is missing, that is noted as a problem.
   */
  Destination destination();

  /**
   * Notes a problem with the value of a key.
   *
   * @param key the key in this section
   * @param problem a sentence that says what is wrong and what to do, such as "is not a URL;
   *     expected something like https://example.com/hook". The path is put before it
   */
  void reject(String key, String problem);
}
