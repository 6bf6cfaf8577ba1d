package io.backupman.api;

import io.backupman.api.openapi.Conformance;
import io.backupman.api.openapi.Document;
import io.backupman.api.wire.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/** The document of this API, and the comparison of answers with it. */
final class Described {
  static final Document DOCUMENT = read();
  static final Conformance API = new Conformance(DOCUMENT);

  private Described() {}

  private static Document read() {
    try {
      return new Document(Json.read(new OpenApiDocument("1.2.3", Optional.empty()).json()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
