package io.backupman.notifier.mail;

import io.backupman.notifier.spi.Destination;
import io.backupman.notifier.spi.NotifierSettings;
import io.backupman.notifier.spi.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A section held in a map, which collects problems as the host does. */
final class FakeSettings implements NotifierSettings {
  private final Map<String, Object> values;
  private final String path;
  private final List<String> problems;
  private final Set<String> read = new TreeSet<>();

  FakeSettings(Map<String, Object> values) {
    this(values, "notifiers.mail", new ArrayList<>());
  }

  private FakeSettings(Map<String, Object> values, String path, List<String> problems) {
    this.values = values;
    this.path = path;
    this.problems = problems;
  }

  /** A section that works, for a server on this port. */
  static Map<String, Object> working(int port) {
    var values = new LinkedHashMap<String, Object>();
    values.put("smtp_host", "localhost");
    values.put("smtp_port", port);
    values.put("smtp_from", "Backupman <backupman@example.com>");
    values.put("destinations", List.of(destination("John Doe", "john.doe@example.com")));
    return values;
  }

  static Map<String, Object> destination(String name, String email) {
    return Map.of("name", name, "email", email);
  }

  List<String> problems() {
    return problems;
  }

  Set<String> read() {
    return read;
  }

  private Optional<String> text(String key) {
    read.add(key);
    return Optional.ofNullable(values.get(key)).map(String::valueOf);
  }

  @Override
  public String require(String key) {
    var text = text(key).filter(value -> !value.isBlank());
    if (text.isEmpty()) {
      reject(key, "is missing");
    }
    return text.orElse("");
  }

  @Override
  public Optional<String> find(String key) {
    return text(key).filter(value -> !value.isEmpty());
  }

  @Override
  public Optional<Secret> secret(String key) {
    return find(key).map(Secret::of);
  }

  @Override
  public List<Secret> secrets(String key) {
    return secret(key).map(List::of).orElse(List.of());
  }

  @Override
  public boolean flag(String key, boolean fallback) {
    return text(key).map(Boolean::parseBoolean).orElse(fallback);
  }

  @Override
  public int number(String key, int fallback, int from, int to) {
    int number = text(key).map(Integer::valueOf).orElse(fallback);
    if (number < from || number > to) {
      reject(key, "must be from " + from + " to " + to);
      return fallback;
    }
    return number;
  }

  @Override
  public Duration duration(String key, Duration fallback) {
    return text(key).map(Duration::parse).orElse(fallback);
  }

  @Override
  public Optional<Path> path(String key) {
    return find(key).map(Path::of);
  }

  @Override
  public List<String> texts(String key) {
    return find(key).map(List::of).orElse(List.of());
  }

  @Override
  public Map<String, String> map(String key) {
    read.add(key);
    return Map.of();
  }

  @Override
  @SuppressWarnings("unchecked")
  public List<NotifierSettings> list(String key) {
    read.add(key);
    var sections = new ArrayList<NotifierSettings>();
    for (var section : (List<Map<String, Object>>) values.getOrDefault(key, List.of())) {
      sections.add(
          new FakeSettings(section, path + "." + key + "[" + sections.size() + "]", problems));
    }
    return sections;
  }

  @Override
  public Destination destination() {
    var name = require("name");
    return Destination.of(name.isEmpty() ? path : name);
  }

  @Override
  public void reject(String key, String problem) {
    problems.add(path + "." + key + " " + problem);
  }
}
