package io.backupman.server.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.core.notifier.ConfiguredNotifier;
import io.backupman.core.notifier.PluginFile;
import io.backupman.notifier.spi.Receipt;
import io.backupman.notifier.testkit.FixedContext;
import io.backupman.notifier.testkit.MapSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is a plugin, and what its code sees of the program around it. */
@Timeout(60)
class PluginIsolationTest {
  @RegisterExtension private final PluginFixture plugins = new PluginFixture();
  private final Path folder = plugins.folder();

  @Test
  void noFolderIsNoPluginsButTheBuiltIn() {
    assertThat(plugins.files()).isEmpty();
    assertThat(plugins.types()).contains("webhook");
    var webhook = plugins.provider("webhook").orElseThrow();
    assertThat(webhook.source()).isEqualTo(ConfiguredNotifier.BUILT_IN);
    assertThat(webhook.provider().type()).isEqualTo("webhook");
  }

  @Test
  void theBuiltInChannelsAreBehindTheSameWall() {
    var settings = MapSettings.of("webhook", Map.of());
    var provider = plugins.provider("webhook").orElseThrow().provider();

    try (var notifier = provider.create(settings, new FixedContext("webhook"))) {
      assertThat(notifier).isInstanceOf(IsolatedNotifier.class);
      assertThat(notifier.destinations()).isEmpty();
    }
  }

  @Test
  void otherFilesAreNotPlugins() throws Exception {
    Files.writeString(folder.resolve("README.md"), "# Plugins");
    Files.writeString(folder.resolve(".hidden.jar"), "");
    Files.createDirectory(folder.resolve(".git"));

    plugins.load();

    assertThat(plugins.files()).isEmpty();
  }

  @Test
  void aFileInPlaceOfTheFolderIsReported() throws Exception {
    var file = Files.createFile(folder.resolve("plugins"));

    plugins.load(file);

    assertThat(plugins.files())
        .singleElement()
        .satisfies(f -> assertThat(f.detail()).startsWith("The plugins folder cannot be read"));
    assertThat(plugins.provider("webhook")).isPresent();
  }

  @Test
  void aJarInTheFolderIsAPlugin() throws Exception {
    assertThat(plugins.send("return Receipt.of(7, d.name());")).isEqualTo(Receipt.of(7, "one"));

    assertThat(plugins.files())
        .containsExactly(new PluginFile("good.jar", true, List.of("good"), ""));
    assertThat(plugins.provider("good").orElseThrow().source()).isEqualTo("good.jar");
  }

  @Test
  void aSubFolderIsAPluginWithItsLibraries() throws Exception {
    var library = library("2", folder.resolve("good/library.jar"));
    plugins
        .jar()
        .source(Sources.sending("good", "return Receipt.of(1, lib.Version.TEXT.toString());"))
        .service("good.Provider")
        .against(library)
        .build(folder.resolve("good/plugin.jar"));

    plugins.load();

    assertThat(plugins.send().detail()).isEqualTo("2");
    assertThat(plugins.files()).containsExactly(new PluginFile("good", true, List.of("good"), ""));
  }

  @Test
  void twoPluginsHaveEachItsOwnVersionOfALibrary() throws Exception {
    for (var version : List.of("one", "two")) {
      var library = library(version, folder.resolve(version + "/library.jar"));
      plugins
          .jar()
          .source(
              Sources.sending("good", "return Receipt.of(1, lib.Version.TEXT.toString());")
                  .replace("\"good\"", "\"" + version + "\""))
          .service("good.Provider")
          .against(library)
          .build(folder.resolve(version + "/plugin.jar"));
    }

    plugins.load();

    assertThat(PluginFixture.send(plugins.notifier("one")).detail()).isEqualTo("one");
    assertThat(PluginFixture.send(plugins.notifier("two")).detail()).isEqualTo("two");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "io.backupman.core.notifier.Notifiers",
        "io.backupman.server.plugin.PluginLoader",
        "io.backupman.notifier.webhook.WebhookNotifierProvider",
        "com.fasterxml.jackson.core.JsonFactory",
        "org.slf4j.Logger",
        "org.junit.jupiter.api.Test"
      })
  void aPluginDoesNotSeeTheHostsClasses(String name) throws Exception {
    assertThat(Class.forName(name).getName()).isEqualTo(name);

    assertThat(
            plugins
                .send(
                    """
                try {
                  Class.forName("%s");
                  return Receipt.of(1, "seen");
                } catch (ClassNotFoundException e) {
                  return Receipt.of(1, "not seen");
                }
                """
                        .formatted(name))
                .detail())
        .isEqualTo("not seen");
  }

  @Test
  void aPluginDoesNotSeeTheHostsResources() throws Exception {
    assertThat(
            plugins
                .send(
                    """
                    return Receipt.of(1, "" + getClass().getClassLoader()
                        .getResource("com/fasterxml/jackson/core/JsonFactory.class"));
                    """)
                .detail())
        .isEqualTo("null");
  }

  @Test
  void aPluginReadsTheResourcesOfItsOwnJar() throws Exception {
    plugins
        .jar()
        .source(
            Sources.sending(
                "good",
                """
                try (var in = Thread.currentThread().getContextClassLoader()
                    .getResourceAsStream("good/greeting.txt")) {
                  return Receipt.of(1, new String(in.readAllBytes()));
                } catch (java.io.IOException e) {
                  throw NotificationException.permanent(e.toString());
                }
                """))
        .service("good.Provider")
        .file("good/greeting.txt", "hello")
        .build(folder.resolve("good.jar"));

    plugins.load();

    assertThat(plugins.send().detail()).isEqualTo("hello");
  }

  @Test
  void aCopyOfTheSpiInAPluginIsNotUsed() throws Exception {
    plugins
        .jar()
        .source(Sources.sending("good", "return Receipt.of(1, \"fine\");"))
        .service("good.Provider")
        .file("io/backupman/notifier/spi/Notifier.class", "not a class at all")
        .build(folder.resolve("good.jar"));

    plugins.load();

    assertThat(plugins.send().detail()).isEqualTo("fine");
  }

  @Test
  void everyCallHasThePluginsOwnContextClassLoader() throws Exception {
    var notifier =
        plugins.good(
            Sources.notifier(
                "good",
                """
                final ClassLoader own = getClass().getClassLoader();
                final boolean created = is("create");
                boolean is(String where) {
                  if (Thread.currentThread().getContextClassLoader() != Provider.class.getClassLoader()) {
                    throw new IllegalStateException(where);
                  }
                  return true;
                }
                public List<Destination> destinations() {
                  is("destinations");
                  return List.of(Destination.of("one"));
                }
                public Receipt send(Notification n, Destination d) {
                  is("send");
                  return Receipt.taken();
                }
                public void check() { is("check"); }
                public void close() {
                  is("close");
                  System.setProperty("backupman.test.closed", "well");
                }
                """));
    var before = Thread.currentThread().getContextClassLoader();

    try {
      notifier.check();
      assertThat(PluginFixture.send(notifier)).isEqualTo(Receipt.taken());
      notifier.close();
      assertThat(System.getProperty("backupman.test.closed")).isEqualTo("well");
    } finally {
      System.clearProperty("backupman.test.closed");
    }
    assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
  }

  private Path library(String version, Path jar) throws Exception {
    // Not a constant that the compiler would copy into the plugin.
    return plugins
        .jar()
        .source(
            "package lib; public class Version { public static final Object TEXT = \""
                + version
                + "\"; }")
        .build(jar);
  }
}
