package io.backupman.server.config;

import io.backupman.server.config.section.Section;
import io.backupman.server.config.section.TypedValues;
import io.backupman.server.config.settings.HttpSettings;
import java.util.List;
import java.util.Optional;

/** Reads {@code http}. */
final class HttpReader {

  private HttpReader() {}

  static HttpSettings read(Optional<Section> http) {
    return http.map(HttpReader::read)
        .orElseGet(() -> new HttpSettings("0.0.0.0", 8080, Optional.empty(), List.of(), false));
  }

  private static HttpSettings read(Section http) {
    return new HttpSettings(
        http.find("host").orElse("0.0.0.0"),
        TypedValues.number(http, "port", 8080, 0, 65_535),
        TypedValues.webAddress(http, "app_url"),
        new KeyReader(http).read(),
        TypedValues.flag(http, "public_metrics", false));
  }
}
