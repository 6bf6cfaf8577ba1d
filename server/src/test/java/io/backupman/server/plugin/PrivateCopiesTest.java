package io.backupman.server.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.notifier.spi.Destination;
import io.backupman.notifier.spi.Notifier;
import io.backupman.notifier.testkit.ExampleReport;
import io.backupman.notifier.testkit.FixedContext;
import io.backupman.notifier.testkit.MapSettings;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class PrivateCopiesTest {
  @TempDir Path work;
  @TempDir Path folder;
  @TempDir Path temporary;

  @Test
  void aJarThatIsOverwrittenInPlaceDoesNotDisturbWhatWasLoadedFromIt() throws Exception {
    build("old");
    try (var plugins = load()) {
      var notifier = notifier(plugins);

      Files.write(folder.resolve("good.jar"), new byte[] {1, 2, 3}, StandardOpenOption.WRITE);
      Files.write(folder.resolve("good.jar"), new byte[0]);

      assertThat(send(notifier))
          .as("a class and a resource used now for the first time")
          .isEqualTo("old old");
    }
  }

  @Test
  void whatIsLoadedAfterItWasReplacedIsTheNewOne() throws Exception {
    build("old");
    try (var before = load()) {
      build("new");
      try (var after = load()) {
        assertThat(send(notifier(after))).isEqualTo("new new");
        assertThat(send(notifier(before))).isEqualTo("old old");
      }
    }
  }

  @Test
  void theCopiesAreForThisUserOnlyAndGoWithThePlugins() throws Exception {
    build("old");
    try (var plugins = load()) {
      assertThat(plugins.providers()).containsKeys("good");
      assertThat(inTemporary())
          .singleElement()
          .satisfies(
              copies ->
                  assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copies)))
                      .isEqualTo("rwx------"));
    }
    assertThat(inTemporary()).isEmpty();
  }

  @Test
  void withoutPluginsNothingIsCopied() throws Exception {
    try (var plugins = load()) {
      assertThat(plugins.providers()).containsKeys("webhook");
      assertThat(inTemporary()).isEmpty();
    }
  }

  @Test
  void whatAKilledProcessLeftIsRemoved() throws Exception {
    var dead = leftover("backupman-plugins-1-1-dead", Duration.ofHours(1));
    var justMade = leftover("backupman-plugins-1-1-young", Duration.ZERO);
    var used = leftover("backupman-plugins-1-1-used", Duration.ofHours(1));
    var other = leftover("something-else", Duration.ofHours(1));
    build("old");
    try (var channel = FileChannel.open(used.resolve(".lock"), StandardOpenOption.WRITE);
        var lock = channel.lock();
        var plugins = load()) {
      assertThat(lock.isValid()).isTrue();
      assertThat(plugins.providers()).containsKeys("good");
      assertThat(dead).doesNotExist();
      assertThat(List.of(justMade, used, other)).allSatisfy(kept -> assertThat(kept).exists());
    }
  }

  private Path leftover(String name, Duration age) throws IOException {
    var old = Files.createDirectory(temporary.resolve(name));
    Files.createFile(old.resolve(".lock"));
    Files.writeString(Files.createDirectory(old.resolve("1")).resolve("x.jar"), "left");
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(age)));
    return old;
  }

  private List<Path> inTemporary() throws IOException {
    try (var inside = Files.list(temporary)) {
      return inside.toList();
    }
  }

  /** A plugin with a class and a resource that only a send needs. */
  private void build(String version) throws IOException {
    new PluginJar(work)
        .source(
            Sources.sending(
                "good",
                """
                try (var in = getClass().getResourceAsStream("/good/version.txt")) {
                  return Receipt.of(1, Lazy.version() + " " + new String(in.readAllBytes()));
                } catch (java.io.IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
                """))
        .source(
            "package good; public class Lazy { static String version() { return \""
                + version
                + "\"; } }")
        .file("good/version.txt", version)
        .service("good.Provider")
        .build(folder.resolve("good.jar"));
  }

  private Plugins load() {
    return new PluginLoader(Duration.ofSeconds(30), temporary).load(folder);
  }

  private static Notifier notifier(Plugins plugins) {
    return plugins
        .provider("good")
        .orElseThrow()
        .provider()
        .create(MapSettings.of("my", Map.of()), new FixedContext("my"));
  }

  private static String send(Notifier notifier) throws Exception {
    return notifier.send(ExampleReport.notification(), Destination.of("one")).detail();
  }
}
