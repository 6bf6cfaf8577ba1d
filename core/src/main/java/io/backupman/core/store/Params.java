package io.backupman.core.store;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Values by the names that stand for them in a statement. A value is a text, a number, an {@link
 * java.time.Instant}, a {@link java.util.UUID}, a list of those, or {@code null}. Not safe for use
 * by several threads.
 */
final class Params {
  private final Map<String, @Nullable Object> values = new HashMap<>();

  /** Values for a statement without names. */
  static Params none() {
    return new Params();
  }

  /** A value under a name. */
  static Params of(String name, @Nullable Object value) {
    return none().and(name, value);
  }

  /** Adds a value under a name that has none yet. */
  Params and(String name, @Nullable Object value) {
    if (values.containsKey(name)) {
      throw new IllegalArgumentException("Two values are called " + name + ".");
    }
    values.put(name, value);
    return this;
  }

  /** Adds all values of others. */
  Params and(Params others) {
    others.values.forEach(this::and);
    return this;
  }

  boolean isEmpty() {
    return values.isEmpty();
  }

  /** The names that have a value. */
  Set<String> names() {
    return values.keySet();
  }

  /** The value of a name. */
  @Nullable Object value(String name) {
    if (!values.containsKey(name)) {
      throw new IllegalArgumentException("Nothing is called " + name + ".");
    }
    return values.get(name);
  }
}
