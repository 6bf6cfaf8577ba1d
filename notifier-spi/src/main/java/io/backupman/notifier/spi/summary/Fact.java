package io.backupman.notifier.spi.summary;

import java.util.Objects;

/**
 * One thing to know about an event, for people.
 *
 * @param name what it is, such as {@code Size}
 * @param value what it is in this case, such as {@code 589.2 MiB}
 */
public record Fact(String name, String value) {

  /** Refuses {@code null}. */
  public Fact {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(value, "value");
  }
}
