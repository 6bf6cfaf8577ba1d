package io.backupman.notifier.http;

import io.backupman.notifier.spi.Destination;
import io.backupman.notifier.spi.NotificationException;
import io.backupman.notifier.spi.NotifierSettings;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A channel's destinations, each with what it takes to reach it. Immutable.
 *
 * @param <T> what it takes, such as an address or a key
 */
public final class Destinations<T> {
  private final Map<String, Entry<T>> byName;

  private Destinations(Map<String, Entry<T>> byName) {
    this.byName = Collections.unmodifiableMap(byName);
  }

  /**
   * Reads the sections under {@code destinations}, noting where there is none.
   *
   * @param reader reads from a section what it takes to reach it; empty if it noted why that cannot
   *     be
   */
  public static <T> Destinations<T> read(
      NotifierSettings settings, Function<NotifierSettings, Optional<T>> reader) {
    var byName = new LinkedHashMap<String, Entry<T>>();
    var sections = settings.list("destinations");
    for (var section : sections) {
      var destination = section.destination();
      // A name that stands twice is noted by the host.
      reader
          .apply(section)
          .ifPresent(t -> byName.putIfAbsent(destination.name(), new Entry<>(destination, t)));
    }
    if (sections.isEmpty()) {
      settings.reject("destinations", "is missing or empty; name at least one destination.");
    }
    return new Destinations<>(byName);
  }

  /** All of them in the order of the configuration. */
  public List<Destination> all() {
    return byName.values().stream().map(Entry::destination).toList();
  }

  /**
   * What it takes to reach one.
   *
   * @throws NotificationException if there is none of this name
   */
  public T target(Destination destination) throws NotificationException {
    var entry = byName.get(destination.name());
    if (entry == null) {
      throw NotificationException.retryable(
          "There is no destination named \"" + destination.name() + "\" any more.");
    }
    return entry.target();
  }

  private record Entry<T>(Destination destination, T target) {}
}
