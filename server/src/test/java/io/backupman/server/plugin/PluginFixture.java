package io.backupman.server.plugin;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.backupman.core.notifier.PluginFile;
import io.backupman.notifier.spi.Destination;
import io.backupman.notifier.spi.NotificationException;
import io.backupman.notifier.spi.Notifier;
import io.backupman.notifier.spi.Receipt;
import io.backupman.notifier.testkit.ExampleReport;
import io.backupman.notifier.testkit.FixedContext;
import io.backupman.notifier.testkit.MapSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;

/** Builds plugins, loads the folder they are in, and sends by them. */
final class PluginFixture implements AutoCloseable {
  private final Path work;
  private final Path folder;
  private Plugins plugins = new PluginLoader().load(Path.of("no-such-folder"));

  /** One that has loaded nothing but what is built in. */
  PluginFixture(Path work, Path folder) {
    this.work = work;
    this.folder = folder;
  }

  PluginJar jar() throws IOException {
    return new PluginJar(work);
  }

  void load() {
    load(folder);
  }

  void load(Path path) {
    plugins.close();
    plugins = new PluginLoader().load(path);
  }

  /** Loads the folder and gives the plugins of before, which are still open. */
  Plugins reload() {
    var before = plugins;
    plugins = new PluginLoader().load(folder);
    return before;
  }

  List<PluginFile> files() {
    return plugins.files();
  }

  SequencedSet<String> types() {
    return plugins.types();
  }

  Optional<LoadedProvider> provider(String type) {
    return plugins.provider(type);
  }

  Notifier notifier(String type) {
    return provider(type)
        .orElseThrow()
        .provider()
        .create(MapSettings.of("my", Map.of()), new FixedContext("my"));
  }

  /** Builds a plugin whose send runs this code, loads it and sends. */
  Receipt send(String code) throws Exception {
    jar()
        .source(Sources.sending("good", code))
        .service("good.Provider")
        .build(folder.resolve("good.jar"));
    load();
    return send();
  }

  /** Sends by the notifier {@code good}. */
  Receipt send() throws NotificationException, InterruptedException {
    return send(notifier("good"));
  }

  static Receipt send(Notifier notifier) throws NotificationException, InterruptedException {
    return notifier.send(ExampleReport.notification(), Destination.of("one"));
  }

  /** What sending by a plugin with this code throws. */
  NotificationException failure(String code) {
    return catchThrowableOfType(NotificationException.class, () -> send(code));
  }

  @Override
  public void close() {
    plugins.close();
  }
}
