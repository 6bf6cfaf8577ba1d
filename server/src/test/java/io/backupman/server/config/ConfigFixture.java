package io.backupman.server.config;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.backupman.core.mask.KnownSecrets;
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
