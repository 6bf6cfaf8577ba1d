package io.backupman.notifier.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes values as JSON. */
final class JsonWriter {
  /** Without the library's buffers in thread locals, which would hold on to an unloaded plugin. */
  private static final JsonFactory JSON =
      JsonFactory.builder().recyclerPool(JsonRecyclerPools.nonRecyclingPool()).build();

  private JsonWriter() {}

  static String write(JsonObject object) {
    // A text rather than bytes: half a surrogate pair would be an exception there.
    var text = new StringWriter();
    try (var json = JSON.createGenerator(text)) {
      value(json, object);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.toString();
  }

  private static void value(JsonGenerator json, @Nullable Object value) throws IOException {
    if (value instanceof JsonObject object) {
      members(json, object);
    } else if (value instanceof List<?> list) {
      json.writeStartArray();
      for (var element : list) {
        value(json, element);
      }
      json.writeEndArray();
    } else if (value instanceof Number number) {
      json.writeNumber(new BigDecimal(number.toString()));
    } else if (value instanceof Boolean flag) {
      json.writeBoolean(flag);
    } else if (value == null || value instanceof String) {
      json.writeString((String) value);
    } else {
      throw new IllegalArgumentException("A " + value.getClass() + " has no form in JSON.");
    }
  }

  private static void members(JsonGenerator json, JsonObject object) throws IOException {
    json.writeStartObject();
    for (var member : object.members().entrySet()) {
      json.writeFieldName(member.getKey());
      value(json, member.getValue());
    }
    json.writeEndObject();
  }
}
