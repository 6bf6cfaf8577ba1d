package io.backupman.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.backupman.api.wire.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * The description of this API in OpenAPI 3.1. It stands in {@code openapi.yaml}, and JSON is made
 * of that when it is asked for first. Safe for use by several threads.
 */
final class OpenApiDocument {
  private final String version;
  private final String server;
  private byte @Nullable [] json;

  /**
   * Describes the API of this program.
   *
   * @param version the program's
   * @param appUrl where clients reach it; else paths are relative to where the document came from
   */
  OpenApiDocument(String version, Optional<URI> appUrl) {
    this.version = version;
    this.server = appUrl.map(url -> url.toString().replaceFirst("/$", "")).orElse("/");
  }

  /** The document as YAML in UTF-8. */
  byte[] yaml() {
    return text().getBytes(UTF_8);
  }

  /** The document as JSON in UTF-8. */
  synchronized byte[] json() {
    if (json == null) {
      Object document = new Yaml(new SafeConstructor(new LoaderOptions())).load(text());
      json = Json.bytes(document);
    }
    return json;
  }

  private String text() {
    try (var in = OpenApiDocument.class.getResourceAsStream("openapi.yaml")) {
      var text = new String(Objects.requireNonNull(in, "openapi.yaml").readAllBytes(), UTF_8);
      return text.replace("@version@", quoted(version)).replace("@server@", quoted(server));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What may stand between apostrophes. */
  private static String quoted(String text) {
    return text.replace("'", "''");
  }
}
