package io.backupman.server.config;

import io.backupman.notifier.spi.Secret;
import io.backupman.server.config.section.SecretValues;
import io.backupman.server.config.section.Section;
import io.backupman.server.config.section.TypedValues;
import io.backupman.server.config.settings.HttpSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code http}. */
final class HttpReader {
  private static final String DIGEST = "sha256:";
  private static final Pattern DIGITS = Pattern.compile("[0-9a-fA-F]{64}");

  private HttpReader() {}

  static HttpSettings read(Optional<Section> http) {
    return http.map(HttpReader::read)
        .orElseGet(
            () -> new HttpSettings("0.0.0.0", 8080, Optional.empty(), List.of(), List.of(), false));
  }

  private static HttpSettings read(Section http) {
    return new HttpSettings(
        http.find("host").orElse("0.0.0.0"),
        TypedValues.number(http, "port", 8080, 0, 65_535),
        TypedValues.webAddress(http, "app_url"),
        keys(http, "api_keys"),
        keys(http, "admin_api_keys"),
        TypedValues.flag(http, "public_metrics", false));
  }

  private static List<Secret> keys(Section http, String key) {
    var keys = new ArrayList<Secret>();
    SecretValues.all(http, key)
        .forEach(
            (path, value) -> {
              if (value.startsWith(DIGEST)
                  && !DIGITS.matcher(value.substring(DIGEST.length())).matches()) {
                http.rejectAt(path, "must be sha256: and 64 hexadecimal digits, or the key itself");
              }
              keys.add(Secret.of(value));
            });
    return keys;
  }
}
