package io.backupman.notifier.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.backupman.notifier.spi.Secret;
import java.net.URI;
import java.net.URLDecoder;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A URL that may have named a user and a password, as {@code https://user:password@example.com}:
 * they are sent in a header (RFC 7617) and are no part of the address any more, which is shown.
 *
 * @param url without them
 * @param authorization what {@code Authorization} carries, if there were any
 */
public record UserUrl(URI url, Optional<Secret> authorization) {
  private static final Pattern WITH_USER = Pattern.compile("(?i)(https?://)([^/?#@]*)@(.*)");

  /** The address, and what stood before the host. */
  static Map.Entry<String, Optional<String>> split(String text) {
    var parts = WITH_USER.matcher(text.strip());
    return parts.matches()
        ? Map.entry(parts.group(1) + parts.group(3), Optional.of(parts.group(2)))
        : Map.entry(text, Optional.empty());
  }

  /** The header's value; a password that is missing is an empty one. */
  static Secret basic(String userInfo) {
    var decoded = decoded(userInfo.contains(":") ? userInfo : userInfo + ":");
    return Secret.of("Basic " + Base64.getEncoder().encodeToString(decoded.getBytes(UTF_8)));
  }

  private static String decoded(String userInfo) {
    try {
      return URLDecoder.decode(userInfo.replace("+", "%2B"), UTF_8);
    } catch (IllegalArgumentException brokenEscape) {
      return userInfo;
    }
  }
}
