package io.backupman.server.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.core.notifier.PluginFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the program brings is always there; the plugins folder adds to it. */
class ShippedChannelsTest {
  @TempDir private Path work;
  @TempDir private Path channels;
  @TempDir private Path folder;

  @BeforeEach
  void ship() throws Exception {
    build("pager", channels.resolve("backupman-notifier-pager.jar"));
  }

  private void build(String type, Path jar) throws Exception {
    new PluginJar(work)
        .source(
            Sources.sending(type, "return Receipt.taken();").replace("\"good\"", '"' + type + '"'))
        .service(type + ".Provider")
        .build(jar);
  }

  private Plugins load(Path plugins) {
    return new PluginLoader(Optional.of(channels)).load(plugins);
  }

  @Test
  void areThereWithoutAPluginsFolder() {
    try (var plugins = load(folder.resolve("missing"))) {
      assertThat(plugins.providers()).containsKeys("pager", "mail", "webhook");
      assertThat(plugins.provider("pager").orElseThrow().source())
          .isEqualTo("backupman-notifier-pager.jar");
      assertThat(plugins.files())
          .containsExactly(
              new PluginFile("backupman-notifier-pager.jar", true, List.of("pager"), ""));
    }
  }

  @Test
  void areJoinedByThoseOfThePluginsFolder() throws Exception {
    build("chat", folder.resolve("chat.jar"));

    try (var plugins = load(folder)) {
      assertThat(plugins.providers()).containsKeys("pager", "chat");
    }
  }

  @Test
  void keepTheirTypesWhichIsSaidOfAPluginThatNamesOne() throws Exception {
    build("pager", folder.resolve("mine.jar"));

    try (var plugins = load(folder)) {
      assertThat(plugins.provider("pager").orElseThrow().source())
          .isEqualTo("backupman-notifier-pager.jar");
      assertThat(plugins.files())
          .contains(
              new PluginFile(
                  "mine.jar",
                  false,
                  List.of(),
                  "It names the type \"pager\", which Backupman brings itself"
                      + " (backupman-notifier-pager.jar); choose another type."));
    }
  }

  @Test
  void areNotReplacedByCopiesThatAnEarlierBuildLeftInThePluginsFolder() throws Exception {
    Files.writeString(folder.resolve("backupman-notifier-pager.jar"), "not even a JAR any more");

    try (var plugins = load(folder)) {
      assertThat(plugins.provider("pager")).isPresent();
      assertThat(plugins.files())
          .contains(
              new PluginFile(
                  "backupman-notifier-pager.jar",
                  false,
                  List.of(),
                  "Backupman brings this channel itself; this file is not used and can be"
                      + " removed."));
    }
  }
}
