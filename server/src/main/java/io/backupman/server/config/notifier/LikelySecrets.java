package io.backupman.server.config.notifier;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Finds secrets where a notifier reads a plain text: in an address that has a password or a token
 * in it, and in a header such as {@code Authorization}.
 */
final class LikelySecrets {
  private static final Pattern NAME =
      Pattern.compile(
          "(?i).*(auth|cookie|token|secret|passw|pwd|key|signature|credential|session).*"
              + "|(.*-)?pass|sig|code");

  private LikelySecrets() {}

  /** The secrets in a value that stands under this name. */
  static List<String> under(String name, String value) {
    if (!NAME.matcher(name).matches()) {
      return in(value);
    }
    // As it is, and without what stands before it in "Bearer x".
    return List.of(value, value.substring(value.indexOf(' ') + 1));
  }

  /** The secrets in a text, if it is an address. */
  static List<String> in(String text) {
    if (!text.contains("://")) {
      return List.of();
    }
    var secrets = new ArrayList<String>();
    try {
      var address = new URI(text);
      var user = address.getRawUserInfo();
      if (user != null) {
        add(secrets, user);
        add(secrets, user.substring(user.indexOf(':') + 1));
      }
      var query = address.getRawQuery();
      if (query != null) {
        parameters(secrets, query);
      }
    } catch (URISyntaxException e) {
      return List.of(); // whoever reads it will say that it is none
    }
    return secrets;
  }

  private static void parameters(List<String> secrets, String query) {
    for (var parameter : query.split("&", -1)) {
      var name = parameter.substring(0, Math.max(0, parameter.indexOf('=')));
      if (NAME.matcher(name).matches()) {
        add(secrets, parameter.substring(name.length() + 1));
      }
    }
  }

  private static void add(List<String> secrets, String raw) {
    secrets.add(raw);
    try {
      secrets.add(URLDecoder.decode(raw, UTF_8));
    } catch (IllegalArgumentException e) {
      secrets.add(raw.replace('+', ' ')); // not encoded, as it turns out
    }
  }
}
