package io.backupman.notifier.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads values from JSON that others wrote; the library bounds its depth and its numbers. */
final class JsonReader {
  /** Without the library's buffers in thread locals, which would hold on to an unloaded plugin. */
  private static final JsonFactory JSON =
      JsonFactory.builder().recyclerPool(JsonRecyclerPools.nonRecyclingPool()).build();

  /**
   * Powers of ten in a number. No provider names one like 1e1000000000, and to calculate with it,
   * or only to write it out, would take all time or memory.
   */
  private static final int MOST_POWERS_OF_TEN = 100;

  private JsonReader() {}

  static Optional<JsonObject> read(String text) {
    try (var json = JSON.createParser(text)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      var object = object(json);
      return json.nextToken() == null ? Optional.of(object) : Optional.empty();
    } catch (IOException | NumberFormatException notJson) { // the second for 1e9999999999999
      return Optional.empty();
    }
  }

  private static @Nullable Object value(JsonParser json) throws IOException {
    return switch (json.currentToken()) {
      case START_OBJECT -> object(json);
      case START_ARRAY -> list(json);
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(json);
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      default -> json.getText();
    };
  }

  private static BigDecimal number(JsonParser json) throws IOException {
    var number = json.getDecimalValue();
    if (Math.abs((long) number.scale()) > MOST_POWERS_OF_TEN) {
      throw new JsonParseException(json, "A number is too large or too small.");
    }
    return number;
  }

  private static JsonObject object(JsonParser json) throws IOException {
    var members = new LinkedHashMap<String, @Nullable Object>();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      var name = json.currentName();
      json.nextToken();
      members.put(name, value(json));
    }
    return new JsonObject(members);
  }

  private static List<@Nullable Object> list(JsonParser json) throws IOException {
    var elements = new ArrayList<@Nullable Object>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      elements.add(value(json));
    }
    return Collections.unmodifiableList(elements);
  }
}
