package io.backupman.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.backupman.core.mask.KnownSecrets;
import io.backupman.core.notifier.ConfiguredNotifier;
import io.backupman.notifier.spi.Destination;
import io.backupman.notifier.spi.Secret;
import io.backupman.server.config.notifier.HostFacts;
import io.backupman.server.config.notifier.Providers;
import io.backupman.server.config.problem.ConfigException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the code of a plugin reads of its section, and what it may do meanwhile. */
class PluginConfigTest {
  @TempDir private Path folder;
  private ConfigFixture config;

  @BeforeEach
  void fixture() {
    config = new ConfigFixture(folder);
  }

  @Test
  void whatWasMadeIsClosedIfThereAreProblems() {
    var provider = new RecordingProvider("plug", (settings, context) -> ConfigFixture.one());
    config.with(provider);

    assertThat(config.problems("notifiers: {plug: {enabled: true}}\nhttp: {port: x}")).hasSize(1);
    assertThat(config.problems("notifiers: {plug: {enabled: true, what: 1}}")).hasSize(1);

    assertThat(provider.made).hasValue(2);
    assertThat(provider.closed).hasValue(2);
  }

  @Test
  void aMissingPluginIsNoProblemButAReason() {
    var loaded =
        config.load(
            """
            notifiers:
              webhok: {enabled: true, endpoints: [{name: A}]}
              chat: {enabled: true, type: ntfy, anything: [1, {a: b}]}
            plugins: {folder: ./extra}
            """);

    var extra = folder.resolve("extra");
    assertThat(loaded.notifiers())
        .extracting(ConfiguredNotifier::detail)
        .containsExactly(
            "There is no notifier of the type \"webhok\" (did you mean \"webhook\"?). Put its JAR"
                + " into %s; these types are there: mail, webhook.".formatted(extra),
            "There is no notifier of the type \"ntfy\". Put its JAR into %s; these types are there:"
                    .formatted(extra)
                + " mail, webhook.");
    assertThat(loaded.notifiers()).noneMatch(ConfiguredNotifier::usable);
    assertThat(loaded.notifiers()).allMatch(ConfiguredNotifier::enabled);
  }

  @Test
  void aPluginThatThrowsIsNoProblemButAReason() {
    config.plugin(
        (settings, context) -> {
          var key = settings.secret("key").orElseThrow();
          throw new NoClassDefFoundError("com/example/" + key.value());
        });

    var notifier = config.plug(", key: hunter22");

    assertThat(notifier.usable()).isFalse();
    assertThat(notifier.enabled()).isTrue();
    assertThat(notifier.detail())
        .isEqualTo("The plugin plug.jar could not make the notifier: com/example/***.");
  }

  @Test
  void whatAPluginThrowsAfterAProblemIsIgnored() {
    config.plugin(
        (settings, context) -> {
          settings.require("url");
          throw new IllegalStateException("no url");
        });

    assertThat(config.problems("notifiers: {plug: {enabled: true, later: 1}}"))
        .containsExactly("notifiers.plug.url: is missing");
  }

  @Test
  void aPluginThatDoesNotReturnIsNoProblemButAReason() {
    config.plugin(
        (settings, context) -> {
          while (true) {
            try {
              new CountDownLatch(1).await();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          }
        });

    assertThat(config.plug("").detail())
        .isEqualTo(
            "The plugin plug.jar was asked to make the notifier and has not answered for 2s.");
  }

  @Test
  void destinationsMustBeThereAndDiffer() {
    config.plugin(
        (settings, context) -> settings.texts("names").stream().map(Destination::of).toList());

    assertThat(config.problems("notifiers: {plug: {enabled: true}}"))
        .containsExactly("notifiers.plug: has no destination to send to");
    assertThat(config.plug(", names: [A, A]").detail())
        .contains("two destinations of the name \"A\"");
    assertThat(config.plug(", names: ['*']").detail()).contains("a destination of the name \"*\"");
  }

  @Test
  void aPluginReadsAllKindsOfValues() {
    var seen = new ArrayList<Object>();
    config.plugin(
        (settings, context) -> {
          seen.add(settings.require("text"));
          seen.add(settings.find("none"));
          seen.add(settings.flag("flag", false));
          seen.add(settings.number("number", 1, 0, 10));
          seen.add(settings.number("none", 1, 0, 10));
          seen.add(settings.duration("time", Duration.ZERO));
          seen.add(settings.path("path").orElseThrow());
          seen.add(settings.texts("texts"));
          seen.add(settings.texts("none"));
          seen.add(new ArrayList<>(settings.map("map").entrySet()));
          seen.add(settings.map("none"));
          seen.add(settings.list("none"));
          seen.add(settings.secrets("keys").stream().map(Secret::value).toList());
          seen.add(settings.destination().name());
          return ConfigFixture.one();
        });

    config.plug(
        ", text: 007, flag: 'true', number: '5', time: 5m, path: a/b, texts: [a, '1,2'],"
            + " map: {z.z: 1, a: '', B: on}, keys: [k1, k2], name: N");

    assertThat(seen)
        .containsExactly(
            "007",
            Optional.empty(),
            true,
            5,
            1,
            Duration.ofMinutes(5),
            folder.resolve("a/b"),
            List.of("a", "1,2"),
            List.of(),
            List.of(Map.entry("z.z", "1"), Map.entry("a", ""), Map.entry("B", "on")),
            Map.of(),
            List.of(),
            List.of("k1", "k2"),
            "N");
  }

  @Test
  void aPluginMayRejectAValueOfItsOwn() {
    config.plugin(
        (settings, context) -> {
          settings.require("url");
          settings.reject(
              "url", "is not a URL;\nexpected something like https://example.com/hook. ");
          return ConfigFixture.one();
        });

    assertThat(config.problems("notifiers: {plug: {enabled: true, url: x}}"))
        .containsExactly(
            "notifiers.plug.url: is not a URL; expected something like https://example.com/hook");
    assertThat(config.problems("notifiers: {plug: {enabled: true}}"))
        .containsExactly("notifiers.plug.url: is missing");
  }

  @Test
  void aPluginIsToldAboutItsHost() {
    var seen = new ArrayList<Object>();
    config.plugin(
        (settings, context) -> {
          seen.addAll(
              List.of(
                  context.notifierName(),
                  context.version(),
                  context.hostName(),
                  context.appUrl().orElseThrow(),
                  context.page(),
                  context.clock().getZone(),
                  context.userAgent(),
                  Thread.currentThread().getContextClassLoader()));
          return ConfigFixture.one();
        });

    config.load(
        "http: {app_url: 'https://b.example.com', backup_job: {time_zone: Europe/Berlin}}\n"
            + "notifiers: {plug: {enabled: true}}");

    assertThat(seen)
        .containsExactly(
            "plug",
            "1.2.3",
            "box",
            URI.create("https://b.example.com"),
            Optional.empty(), // nothing answers a browser there
            ZoneId.of("Europe/Berlin"),
            "Backupman/1.2.3",
            RecordingProvider.class.getClassLoader());
  }

  @Test
  void pluginsAreLookedForOnceInTheirFolderEvenIfThereAreProblems() {
    var folders = new ArrayList<Path>();
    config.write("plugins: {folder: ./extra}\nhttp: {port: x}\n");
    var configFile =
        new ConfigFile(
            config.env,
            plugins -> {
              folders.add(plugins);
              return new Providers(config.providers);
            },
            new HostFacts("1.2.3", "box", Clock.systemUTC()),
            new KnownSecrets());

    assertThatThrownBy(() -> configFile.load(config.file)).isInstanceOf(ConfigException.class);

    assertThat(folders).containsExactly(folder.resolve("extra"));
  }
}
