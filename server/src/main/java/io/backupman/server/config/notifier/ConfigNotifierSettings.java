package io.backupman.server.config.notifier;

import io.backupman.core.report.Delivery;
import io.backupman.notifier.spi.Destination;
import io.backupman.notifier.spi.NotifierSettings;
import io.backupman.notifier.spi.Secret;
import io.backupman.server.config.section.Names;
import io.backupman.server.config.section.SecretValues;
import io.backupman.server.config.section.Section;
import io.backupman.server.config.section.TypedValues;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A section as its provider sees it. */
final class ConfigNotifierSettings implements NotifierSettings {
  private static final Duration LONGEST = Duration.ofDays(365);
  private static final int LONGEST_NAME = 200;

  private final Section section;
  private final Subscriptions subscriptions;
  private final Names names;

  /**
   * Reads the settings of one notifier from its section.
   *
   * @param names the destinations of the notifier
   */
  ConfigNotifierSettings(Section section, Subscriptions subscriptions, Names names) {
    this.section = section;
    this.subscriptions = subscriptions;
    this.names = names;
  }

  @Override
  public String require(String key) {
    var value = section.require(key);
    LikelySecrets.in(value).forEach(section::remember);
    return value;
  }

  @Override
  public Optional<String> find(String key) {
    var value = section.find(key);
    value.map(LikelySecrets::in).ifPresent(secrets -> secrets.forEach(section::remember));
    return value;
  }

  @Override
  public Optional<Secret> secret(String key) {
    return SecretValues.find(section, key).map(Secret::of);
  }

  @Override
  public List<Secret> secrets(String key) {
    return SecretValues.all(section, key).values().stream().map(Secret::of).toList();
  }

  @Override
  public boolean flag(String key, boolean fallback) {
    return TypedValues.flag(section, key, fallback);
  }

  @Override
  public int number(String key, int fallback, int from, int to) {
    return TypedValues.number(section, key, fallback, from, to);
  }

  @Override
  public Duration duration(String key, Duration fallback) {
    return TypedValues.duration(section, key, fallback, Duration.ZERO, LONGEST);
  }

  @Override
  public Optional<Path> path(String key) {
    return TypedValues.path(section, key);
  }

  @Override
  public List<String> texts(String key) {
    return List.copyOf(section.texts(key).values());
  }

  @Override
  public Map<String, String> map(String key) {
    var map = section.map(key);
    map.forEach((name, value) -> LikelySecrets.under(name, value).forEach(section::remember));
    return map;
  }

  @Override
  public List<NotifierSettings> list(String key) {
    return section.sections(key).stream()
        .<NotifierSettings>map(item -> new ConfigNotifierSettings(item, subscriptions, names))
        .toList();
  }

  @Override
  public Destination destination() {
    var name = names.read(section, "name");
    if (name.equals(Delivery.EVERY_DESTINATION)) {
      section.reject("name", "cannot be *, which stands for all destinations; choose another");
    }
    // The problem is noted; until it is reported, the path is as good a name as any.
    var usable = name.isEmpty() ? section.path() : name;
    return new Destination(
        usable.substring(0, Math.min(usable.length(), LONGEST_NAME)), subscriptions.read(section));
  }

  @Override
  public void reject(String key, String problem) {
    // One line for each problem, all of one style, whatever the provider wrote.
    section.reject(key, problem.strip().replaceAll("\\s+", " ").replaceAll("\\.$", ""));
  }
}
