package io.backupman.server.config;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.backupman.core.mask.KnownSecrets;
import io.backupman.core.notifier.ConfiguredNotifier;
import io.backupman.notifier.spi.Destination;
import io.backupman.notifier.spi.NotifierContext;
import io.backupman.notifier.spi.NotifierSettings;
import io.backupman.server.config.notifier.HostFacts;
import io.backupman.server.config.notifier.Providers;
import io.backupman.server.config.problem.ConfigException;
import io.backupman.server.config.problem.Problem;
import io.backupman.server.config.settings.Settings;
import io.backupman.server.plugin.LoadedProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** Loads texts as if they were config.yml. */
final class ConfigFixture {
  final Map<String, String> env = new LinkedHashMap<>();
  final Map<String, LoadedProvider> providers = new LinkedHashMap<>();
  final Path file;

  ConfigFixture(Path folder) {
    file = folder.resolve("config.yml");
    with(RecordingProvider.mail());
    with(RecordingProvider.webhook());
  }

  ConfigFixture with(RecordingProvider provider) {
    providers.put(provider.type(), new LoadedProvider(provider, provider.type() + ".jar"));
    return this;
  }

  /** Adds a plugin of the type {@code plug}. */
  void plugin(BiFunction<NotifierSettings, NotifierContext, List<Destination>> read) {
    with(new RecordingProvider("plug", read));
  }

  /** The one notifier of that plugin, with more keys. */
  ConfiguredNotifier plug(String keys) {
    return load("notifiers: {plug: {enabled: true" + keys + "}}").notifiers().get(0);
  }

  /** What a plugin with one destination reads. */
  static List<Destination> one() {
    return List.of(Destination.of("one"));
  }

  LoadedConfig load(String text) {
    write(text);
    return configFile().load(file);
  }

  ConfigFile configFile() {
    return new ConfigFile(
        env,
        folder -> new Providers(providers),
        new HostFacts("1.2.3", "box", Clock.systemUTC()),
        new KnownSecrets(),
        Duration.ofSeconds(2));
  }

  Settings settings(String text) {
    return load(text).settings();
  }

  /** The problems of a text, one string each. */
  List<String> problems(String text) {
    write(text);
    return problemsOfFile();
  }

  List<String> problemsOfFile() {
    var thrown = catchThrowableOfType(ConfigException.class, () -> configFile().load(file));
    return thrown == null ? List.of() : thrown.problems().stream().map(Problem::toString).toList();
  }

  void write(String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
