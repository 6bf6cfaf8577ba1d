package io.backupman.notifier.testkit;

import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.Destination;
import io.backupman.notifier.spi.NotifierSettings;
import io.backupman.notifier.spi.Secret;
import io.backupman.notifier.spi.Subscription;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Settings as they come out of a YAML file. They note problems, keys that nobody read, and secrets,
 * as the host does. Not safe for use by several threads.
 */
public final class MapSettings implements NotifierSettings {
  /** What the host reads in a notifier's own section. */
  private static final Set<String> HOSTS =
      Set.of("enabled", "type", "statuses", "labels", "fallback");

  /** How the keys begin that the host may read there one day. */
  private static final String HOSTS_BEGINNING = "report_";

  private static final String FILE = "_file";
  private static final int LONGEST_NAME = 200;
  private static final Duration LONGEST_TIME = Duration.ofDays(365);

  private final boolean own;
  private final String path;
  private final Map<String, ?> values;
  private final Reading reading;
  private final Set<String> known = new HashSet<>();
  private final Map<String, MapSettings> sections = new LinkedHashMap<>();

  private MapSettings(boolean own, String path, Map<String, ?> values, Reading reading) {
    this.own = own;
    this.path = path;
    this.values = values;
    this.reading = reading;
  }

  /** The section {@code notifiers.<name>}: texts, numbers, flags, and lists and maps of them. */
  public static MapSettings of(String name, Map<String, ?> values) {
    var section = new MapSettings(true, "notifiers." + name, values, new Reading());
    return section;
  }

  /** What was noted, each with its full path: of each path the first, as with the host. */
  public List<String> problems() {
    return List.copyOf(reading.problems().values());
  }

  /** The values that were read as secrets: the host masks these, and no others. */
  public Set<String> secrets() {
    return Set.copyOf(reading.secrets());
  }

  /** The full paths of the keys that nobody asked for: the host reports them as unknown. */
  public List<String> unread() {
    var unread = new ArrayList<String>();
    values.keySet().stream()
        .filter(key -> !known.contains(key) && !(own && HOSTS.contains(key)))
        .forEach(key -> unread.add(at(key)));
    sections.values().forEach(section -> unread.addAll(section.unread()));
    return unread;
  }

  /** The keys that the channel asked for although they are the host's in a notifier's section. */
  public Set<String> hostKeysRead() {
    return known.stream().filter(key -> own && isHosts(key)).collect(Collectors.toSet());
  }

  private static boolean isHosts(String key) {
    return HOSTS.contains(key) || key.startsWith(HOSTS_BEGINNING);
  }

  @Override
  public String require(String key) {
    var value = find(key);
    if (value.isEmpty()) {
      reject(key, "is missing");
    } else if (value.get().isBlank()) {
      reject(key, "is blank");
    }
    return value.filter(text -> !text.isBlank()).orElse("");
  }

  @Override
  public Optional<String> find(String key) {
    var value = value(key);
    if (value instanceof List<?> || value instanceof Map<?, ?>) {
      reject(key, "must be a single value");
      return Optional.empty();
    }
    return Optional.ofNullable(value).map(Object::toString).filter(text -> !text.isEmpty());
  }

  @Override
  public Optional<Secret> secret(String key) {
    var value = find(key);
    var fromFile = fromFile(key);
    return value.or(() -> fromFile).map(this::remember);
  }

  @Override
  public List<Secret> secrets(String key) {
    var found = new ArrayList<>(texts(key));
    fromFile(key).ifPresent(found::add);
    return found.stream().map(this::remember).toList();
  }

  private Optional<String> fromFile(String key) {
    return path(key + FILE).flatMap(file -> firstLine(key + FILE, file));
  }

  private Optional<String> firstLine(String key, Path file) {
    try (var lines = Files.lines(file)) {
      return lines.findFirst();
    } catch (IOException | UncheckedIOException e) {
      reject(key, "cannot be read");
      return Optional.empty();
    }
  }

  private Secret remember(String value) {
    reading.secrets().add(value);
    return Secret.of(value);
  }

  @Override
  public boolean flag(String key, boolean fallback) {
    var text = find(key);
    if (text.isPresent() && !text.get().matches("(?i)\\s*(true|false)\\s*")) {
      reject(key, "must be true or false");
      return fallback;
    }
    return text.map(word -> Boolean.parseBoolean(word.strip())).orElse(fallback);
  }

  @Override
  public int number(String key, int fallback, int from, int to) {
    var text = find(key);
    if (text.isEmpty()) {
      return fallback;
    }
    try {
      var number = Integer.parseInt(text.get().strip());
      if (number >= from && number <= to) {
        return number;
      }
    } catch (NumberFormatException notOne) {
      // said below, with the range
    }
    reject(key, "must be a whole number from " + from + " to " + to);
    return fallback;
  }

  @Override
  public Duration duration(String key, Duration fallback) {
    return find(key).flatMap(text -> duration(key, text)).orElse(fallback);
  }

  private Optional<Duration> duration(String key, String text) {
    var word = text.strip();
    var iso = word.matches("\\d{1,9}[smhd]") ? (word.endsWith("d") ? "P" : "PT") + word : word;
    try {
      var duration = Duration.parse(iso);
      if (!duration.isNegative() && duration.compareTo(LONGEST_TIME) <= 0) {
        return Optional.of(duration);
      }
      reject(key, "must be from 0s to 365d");
    } catch (DateTimeParseException e) {
      reject(key, "must be a time such as 30s, 5m, 2h, 7d or PT30S");
    }
    return Optional.empty();
  }

  @Override
  public Optional<Path> path(String key) {
    try {
      return find(key).map(Path::of);
    } catch (InvalidPathException e) {
      reject(key, "is not a path: " + e.getReason());
      return Optional.empty();
    }
  }

  @Override
  public List<String> texts(String key) {
    if (value(key) instanceof List<?> many) {
      return many.stream().map(String::valueOf).toList();
    }
    return find(key).stream().toList();
  }

  /** Texts that {@link #destination} reads, which the channel has not asked for by their key. */
  private List<String> hosts(String key) {
    var asked = known.contains(key);
    var texts = texts(key);
    if (own && !asked) {
      known.remove(key);
    }
    return texts;
  }

  @Override
  public Map<String, String> map(String key) {
    var map = new LinkedHashMap<String, String>();
    var value = value(key);
    if (value instanceof Map<?, ?> entries) {
      entries.forEach((name, text) -> map.put(String.valueOf(name), String.valueOf(text)));
    } else if (value != null) {
      reject(key, "must be a section with keys");
    }
    return map;
  }

  @Override
  public List<NotifierSettings> list(String key) {
    var found = new ArrayList<NotifierSettings>();
    var value = value(key);
    if (value instanceof List<?> items) {
      for (var i = 0; i < items.size(); i++) {
        section(at(key) + "[" + i + "]", items.get(i)).ifPresent(found::add);
      }
    } else if (value != null) {
      reject(key, "must be a list");
    }
    return found;
  }

  private Optional<MapSettings> section(String where, @Nullable Object item) {
    if (!(item instanceof Map<?, ?> entries)) {
      reading.problems().putIfAbsent(where, where + " must be a section with keys");
      return Optional.empty();
    }
    var map = new LinkedHashMap<String, Object>();
    entries.forEach((name, value) -> map.put(String.valueOf(name), value));
    return Optional.of(
        sections.computeIfAbsent(where, at -> new MapSettings(false, at, map, reading)));
  }

  @Override
  public Destination destination() {
    var name = require("name");
    var here = at("name");
    var earlier = name.isEmpty() ? null : reading.names().putIfAbsent(name, here);
    if (earlier != null && !earlier.equals(here)) {
      reject("name", "is the same as " + earlier + "; choose another, each must be unique");
    }
    var usable = name.isEmpty() ? path : name;
    return new Destination(
        usable.substring(0, Math.min(usable.length(), LONGEST_NAME)),
        new Subscription(statuses(), Set.copyOf(hosts("labels"))));
  }

  private Set<BackupStatus> statuses() {
    var statuses = new HashSet<BackupStatus>();
    for (var word : hosts("statuses")) {
      try {
        statuses.add(BackupStatus.of(word));
      } catch (IllegalArgumentException unknown) {
        reject("statuses", "must be one of finished, failed");
      }
    }
    return statuses;
  }

  @Override
  public void reject(String key, String problem) {
    reading.problems().putIfAbsent(at(key), at(key) + " " + problem);
  }

  private String at(String key) {
    return path + "." + key;
  }

  private @Nullable Object value(String key) {
    known.add(key);
    return values.get(key);
  }

  /** What all sections share. */
  private record Reading(
      Map<String, String> problems, Set<String> secrets, Map<String, String> names) {
    Reading() {
      this(new LinkedHashMap<>(), new HashSet<>(), new HashMap<>());
    }
  }
}
