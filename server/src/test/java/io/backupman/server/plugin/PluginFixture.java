package io.backupman.server.plugin;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.backupman.core.notifier.PluginFile;
import io.backupman.core.testing.TestFolders;
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
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Builds plugins for one test, loads the folder they are in, and sends by them. */
final class PluginFixture implements AfterEachCallback {
  private final Path work = TestFolders.create("plugin-work");
  private final Path folder = TestFolders.create("plugins");
  private Plugins plugins = new PluginLoader().load(Path.of("no-such-folder"));

  /** The folder they are in; nothing is loaded yet but what is built in. */
  Path folder() {
    return folder;
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
    return plugins.providers().sequencedKeySet();
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
    return send(good(Sources.sending("good", code)));
  }

  /** Builds {@code good.jar} from the source of a provider of that type, loads it and makes one. */
  Notifier good(String source) throws Exception {
    jar().source(source).service("good.Provider").build(folder.resolve("good.jar"));
    load();
    return notifier("good");
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

  void close() {
    plugins.close();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    close();
    TestFolders.delete(work);
    TestFolders.delete(folder);
  }
}
