package io.backupman.notifier.spi.testing;

import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.Destination;
import io.backupman.notifier.spi.NotifierSettings;
import io.backupman.notifier.spi.Secret;
import io.backupman.notifier.spi.Subscription;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Settings as they come out of a YAML file; notes problems as the host does. */
public final class MapSettings implements NotifierSettings {
  private final String path;
  private final Map<String, ?> values;
  private final List<String> problems;

  private MapSettings(String path, Map<String, ?> values, List<String> problems) {
    this.path = path;
    this.values = values;
    this.problems = problems;
  }

  /** The section {@code notifiers.<name>}. */
  public static MapSettings of(String name, Map<String, ?> values) {
    return new MapSettings("notifiers." + name, values, new ArrayList<>());
  }

  /** What was noted, each with its full path. */
  public List<String> problems() {
    return List.copyOf(problems);
  }

  @Override
  public String require(String key) {
    var value = find(key).orElse("");
    if (value.isBlank()) {
      reject(key, "is missing");
    }
    return value;
  }

  @Override
  public Optional<String> find(String key) {
    return Optional.ofNullable(value(key)).map(Object::toString).filter(text -> !text.isEmpty());
  }

  @Override
  public Optional<Secret> secret(String key) {
    return find(key).map(Secret::of);
  }

  @Override
  public List<Secret> secrets(String key) {
    return texts(key).stream().map(Secret::of).toList();
  }

  @Override
  public boolean flag(String key, boolean fallback) {
    return find(key).map(Boolean::parseBoolean).orElse(fallback);
  }

  @Override
  public int number(String key, int fallback, int from, int to) {
    return find(key).map(Integer::parseInt).orElse(fallback);
  }

  @Override
  public Duration duration(String key, Duration fallback) {
    return find(key).map(text -> Duration.parse("PT" + text)).orElse(fallback);
  }

  @Override
  public Optional<Path> path(String key) {
    return find(key).map(Path::of);
  }

  @Override
  public List<String> texts(String key) {
    var value = value(key);
    if (value instanceof List<?> many) {
      return many.stream().map(String::valueOf).toList();
    }
    return find(key).stream().toList();
  }

  @Override
  public Map<String, String> map(String key) {
    var map = new LinkedHashMap<String, String>();
    if (value(key) instanceof Map<?, ?> entries) {
      entries.forEach((name, value) -> map.put(String.valueOf(name), String.valueOf(value)));
    }
    return map;
  }

  @Override
  public List<NotifierSettings> list(String key) {
    var sections = new ArrayList<NotifierSettings>();
    if (value(key) instanceof List<?> items) {
      for (var item : items) {
        sections.add(section(path + "." + key + "[" + sections.size() + "]", (Map<?, ?>) item));
      }
    }
    return sections;
  }

  private MapSettings section(String where, Map<?, ?> item) {
    var map = new LinkedHashMap<String, Object>();
    item.forEach((name, value) -> map.put(String.valueOf(name), value));
    return new MapSettings(where, map, problems);
  }

  @Override
  public Destination destination() {
    var name = require("name");
    var statuses = texts("statuses").stream().map(BackupStatus::of).collect(Collectors.toSet());
    return new Destination(
        name.isBlank() ? "?" : name, new Subscription(statuses, Set.copyOf(texts("labels"))));
  }

  @Override
  public void reject(String key, String problem) {
    problems.add(path + "." + key + " " + problem);
  }

  private @Nullable Object value(String key) {
    return values.get(key);
  }
}
