package io.backupman.notifier.http;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object (RFC 8259) to be sent or one that came, its members in their order. Immutable.
 *
 * <p>A value is a {@link JsonObject}, a {@link List} of values, a {@link String}, a {@link Number},
 * a {@link Boolean} or {@code null}.
 */
public final class JsonObject {
  private final Map<String, @Nullable Object> members;

  JsonObject(Map<String, @Nullable Object> members) {
    this.members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
  }

  /** An object with one member. */
  public static JsonObject of(String name, @Nullable Object value) {
    return new JsonObject(Map.of()).with(name, value);
  }

  /**
   * Reads an object; empty if the text is anything else, or has a number with more than a hundred
   * powers of ten or places after the point.
   */
  public static Optional<JsonObject> parse(String text) {
    return JsonReader.read(text);
  }

  /** The same with one more member, or another value for it. */
  public JsonObject with(String name, @Nullable Object value) {
    var more = new LinkedHashMap<String, @Nullable Object>(members);
    more.put(name, value);
    return new JsonObject(more);
  }

  Map<String, @Nullable Object> members() {
    return members;
  }

  /** A member that is a text. */
  public Optional<String> text(String name) {
    return member(name, String.class);
  }

  /** A member that is {@code true} or {@code false}. */
  public Optional<Boolean> flag(String name) {
    return member(name, Boolean.class);
  }

  /** A member that is a number; those that were read are {@link BigDecimal}. */
  public Optional<BigDecimal> number(String name) {
    return member(name, Number.class).map(number -> new BigDecimal(number.toString()));
  }

  /** A member that is an object. */
  public Optional<JsonObject> object(String name) {
    return member(name, JsonObject.class);
  }

  /** A member that is an array; without any, an empty list. */
  public List<?> list(String name) {
    return member(name, List.class).<List<?>>map(list -> list).orElse(List.of());
  }

  /**
   * A member that is a number of seconds to wait, perhaps with a fraction: greater than zero, and
   * no more than 24 hours.
   */
  public Optional<Duration> seconds(String name) {
    return number(name).flatMap(RetryAfter::seconds);
  }

  private <T> Optional<T> member(String name, Class<T> type) {
    return Optional.ofNullable(members.get(name)).filter(type::isInstance).map(type::cast);
  }

  /** The object as JSON without white space. */
  @Override
  public String toString() {
    return JsonWriter.write(this);
  }
}
