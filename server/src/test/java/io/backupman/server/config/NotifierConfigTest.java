package io.backupman.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.backupman.core.mask.KnownSecrets;
import io.backupman.core.notifier.ConfiguredNotifier;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.Destination;
import io.backupman.notifier.spi.NotifierContext;
import io.backupman.notifier.spi.NotifierSettings;
import io.backupman.notifier.spi.Secret;
import io.backupman.notifier.spi.Subscription;
import io.backupman.server.config.notifier.HostFacts;
import io.backupman.server.config.notifier.Providers;
import io.backupman.server.config.problem.ConfigException;
import io.backupman.server.config.problem.Problem;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotifierConfigTest {
  private static final String SOURCES =
      """
      data_sources:
        - {provider: sqlite, label: MySQL 1, db_path: a}
        - {provider: sqlite, label: Other, db_path: b}
      drives: [{provider: local, label: L, folder: f}]
      """;

  @TempDir private Path folder;
  private ConfigFixture config;

  @BeforeEach
  void fixture() {
    config = new ConfigFixture(folder);
  }

  private void plugin(BiFunction<NotifierSettings, NotifierContext, List<Destination>> read) {
    config.with(new RecordingProvider("plug", read));
  }

  private ConfiguredNotifier plug(String keys) {
    return config.load("notifiers: {plug: {enabled: true" + keys + "}}").notifiers().get(0);
  }

  private static List<Destination> one() {
    return List.of(Destination.of("one"));
  }

  @Test
  void theDocumentsTwoExamplesLoad() {
    var mail =
        config
            .load(
                """
                notifiers:
                  mail:
                    enabled: true
                    smtp_host: smtp.example.com
                    smtp_port: 587
                    smtp_user: user
                    smtp_password: password
                    smtp_crypto: ssl
                    destinations:
                      - name: John Doe
                        email: john.doe@example.com
                """)
            .notifiers();
    var webhook =
        config
            .load(
                """
                notifiers:
                  webhook:
                    enabled: true
                    endpoints:
                      - name: My Webhook
                        url: http://localhost:8080/webhook
                        token: xxx
                """)
            .notifiers();

    assertThat(mail).singleElement().satisfies(n -> usable(n, "mail", "John Doe"));
    assertThat(webhook).singleElement().satisfies(n -> usable(n, "webhook", "My Webhook"));
  }

  private static void usable(ConfiguredNotifier notifier, String name, String destination) {
    assertThat(notifier.name()).isEqualTo(name);
    assertThat(notifier.type()).isEqualTo(name);
    assertThat(notifier.source()).isEqualTo(name + ".jar");
    assertThat(notifier.enabled()).isTrue();
    assertThat(notifier.usable()).isTrue();
    assertThat(notifier.detail()).isEmpty();
    assertThat(notifier.subscription()).isEqualTo(Subscription.ALL);
    assertThat(notifier.destinations()).containsExactly(Destination.of(destination));
  }

  @Test
  void notifiersKeepTheirOrderAndMayShareAType() {
    plugin((settings, context) -> List.of(Destination.of(context.notifierName())));

    var notifiers =
        config
            .load(
                """
                notifiers:
                  zebra: {enabled: "true", type: plug}
                  my.channel: {enabled: true, type: plug}
                  apple: {enabled: true, type: plug}
                """)
            .notifiers();

    assertThat(notifiers)
        .extracting(n -> n.destinations().get(0).name())
        .containsExactly("zebra", "my.channel", "apple");
  }

  @Test
  void subscriptionsAreRead() {
    var notifier =
        config
            .load(
                SOURCES
                    + """
                    notifiers:
                      webhook:
                        enabled: true
                        statuses: failed
                        endpoints:
                          - {name: A, url: u, statuses: [finished, failed], labels: ["MySQL 1"]}
                          - {name: B, url: u, labels: Other}
                    """)
            .notifiers()
            .get(0);

    assertThat(notifier.subscription())
        .isEqualTo(new Subscription(Set.of(BackupStatus.FAILED), Set.of()));
    assertThat(notifier.destinations())
        .containsExactly(
            new Destination(
                "A",
                new Subscription(
                    Set.of(BackupStatus.FINISHED, BackupStatus.FAILED), Set.of("MySQL 1"))),
            new Destination("B", new Subscription(Set.of(), Set.of("Other"))));
  }

  @Test
  void wrongSubscriptionsAreProblems() {
    assertThat(
            config.problems(
                SOURCES
                    + """
                    notifiers:
                      webhook:
                        enabled: true
                        statuses: [pending]
                        labels: [mysql 1]
                        endpoints:
                          - {name: A, url: u, statuses: fail, labels: [Nobody]}
                    """))
        .containsExactly(
            "notifiers.webhook.statuses[0]: must be one of finished, failed, not \"pending\"",
            "notifiers.webhook.labels[0]: \"mysql 1\" is not the label of a data source; did you"
                + " mean \"MySQL 1\"?",
            "notifiers.webhook.endpoints[0].statuses: must be one of finished, failed, not"
                + " \"fail\"; did you mean \"failed\"?",
            "notifiers.webhook.endpoints[0].labels[0]: \"Nobody\" is not the label of a data"
                + " source");
  }

  @Test
  void problemsOfAProviderComeTogetherWithAllOthers() {
    assertThat(
            config.problems(
                """
                notifiers:
                  webhook:
                    enabled: true
                    endpoints:
                      - {name: A, url: u, tokn: x}
                      - {name: A, url: u, timeout: soon, headers: {X-A: [1]}}
                      - {url: u}
                      - text
                      - {name: '*', url: u}
                  mail: {enabled: maybe, statuses: [never]}
                  my/hook: {enabled: false}
                http: {port: x}
                """))
        .containsExactly(
            "notifiers.webhook.endpoints[0].tokn: is not a known key; did you mean \"token\"?",
            "notifiers.webhook.endpoints[1].name: is the same as"
                + " notifiers.webhook.endpoints[0].name; choose another, each must be unique",
            "notifiers.webhook.endpoints[1].timeout: must be a time such as 30s, 5m, 2h, 7d or"
                + " PT30S, not \"soon\"",
            "notifiers.webhook.endpoints[1].headers.X-A: must be a single value, not a list",
            "notifiers.webhook.endpoints[2].name: is missing",
            "notifiers.webhook.endpoints[3]: must be a section with keys, not a single value",
            "notifiers.webhook.endpoints[4].name: cannot be *, which stands for all destinations;"
                + " choose another",
            "notifiers.mail.smtp_host: is missing",
            "notifiers.mail.enabled: must be true or false, not \"maybe\"",
            "notifiers.mail.statuses[0]: must be one of finished, failed, not \"never\"",
            "notifiers.\"my/hook\": must have a name of 1 to 200 visible characters, and no slash",
            "http.port: must be a whole number from 0 to 65535, not \"x\"");
  }

  @Test
  void whatWasMadeIsClosedIfThereAreProblems() {
    var provider = new RecordingProvider("plug", (settings, context) -> one());
    config.with(provider);

    assertThat(config.problems("notifiers: {plug: {enabled: true}}\nhttp: {port: x}")).hasSize(1);
    assertThat(config.problems("notifiers: {plug: {enabled: true, what: 1}}")).hasSize(1);

    assertThat(provider.made).hasValue(2);
    assertThat(provider.closed).hasValue(2);
  }

  @Test
  void aNotifierThatIsSwitchedOffIsNotMade() {
    var provider = new RecordingProvider("plug", (settings, context) -> one());
    config.with(provider);

    var loaded =
        config.load("notifiers: {plug: {enabled: false, what: 1}, other: {enabled: 'false'}}");

    assertThat(provider.made).hasValue(0);
    assertThat(loaded.notifiers())
        .extracting(
            ConfiguredNotifier::name, ConfiguredNotifier::source, ConfiguredNotifier::enabled)
        .containsExactly(tuple("plug", "plug.jar", false), tuple("other", "", false));
    assertThat(loaded.notices()).isEmpty();
  }

  @Test
  void aNotifierThatDoesNotSayEnabledIsOffAndTheUserIsTold() {
    var loaded = config.load("notifiers: {webhook: {endpoints: []}}");

    assertThat(loaded.notifiers().get(0).enabled()).isFalse();
    assertThat(loaded.notices())
        .extracting(Problem::toString)
        .containsExactly("notifiers.webhook: is switched off, because it has no \"enabled: true\"");
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
    plugin(
        (settings, context) -> {
          var key = settings.secret("key").orElseThrow();
          throw new NoClassDefFoundError("com/example/" + key.value());
        });

    var notifier = plug(", key: hunter22");

    assertThat(notifier.usable()).isFalse();
    assertThat(notifier.enabled()).isTrue();
    assertThat(notifier.detail())
        .isEqualTo("The plugin plug.jar could not make the notifier: com/example/***.");
  }

  @Test
  void whatAPluginThrowsAfterAProblemIsIgnored() {
    plugin(
        (settings, context) -> {
          settings.require("url");
          throw new IllegalStateException("no url");
        });

    assertThat(config.problems("notifiers: {plug: {enabled: true, later: 1}}"))
        .containsExactly("notifiers.plug.url: is missing");
  }

  @Test
  void aPluginThatDoesNotReturnIsNoProblemButAReason() {
    plugin(
        (settings, context) -> {
          while (true) {
            try {
              new CountDownLatch(1).await();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          }
        });

    assertThat(plug("").detail())
        .isEqualTo(
            "The plugin plug.jar was asked to make the notifier and has not answered for 2s.");
  }

  @Test
  void destinationsMustBeThereAndDiffer() {
    plugin((settings, context) -> settings.texts("names").stream().map(Destination::of).toList());

    assertThat(config.problems("notifiers: {plug: {enabled: true}}"))
        .containsExactly("notifiers.plug: has no destination to send to");
    assertThat(plug(", names: [A, A]").detail()).contains("two destinations of the name \"A\"");
    assertThat(plug(", names: ['*']").detail()).contains("a destination of the name \"*\"");
  }

  @Test
  void aPluginReadsAllKindsOfValues() {
    var seen = new ArrayList<Object>();
    plugin(
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
          return one();
        });

    plug(
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
    plugin(
        (settings, context) -> {
          settings.require("url");
          settings.reject(
              "url", "is not a URL;\nexpected something like https://example.com/hook. ");
          return one();
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
    plugin(
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
          return one();
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

  @Test
  void aNameThatIsTooLongIsAProblem() {
    assertThat(
            config.problems(
                "notifiers: {webhook: {enabled: true, endpoints: [{url: u, name: "
                    + "x".repeat(201)
                    + "}]}}"))
        .containsExactly("notifiers.webhook.endpoints[0].name: is longer than 200 characters");
  }

  @Test
  void strangeNotifierSectionsAreProblems() {
    assertThat(config.problems("notifiers: {webhook: true, mail: [], ' ': {enabled: false}}"))
        .containsExactly(
            "notifiers.webhook: must be a section with keys, not a single value",
            "notifiers.mail: must be a section with keys, not a list",
            "notifiers.\" \": must have a name of 1 to 200 visible characters, and no slash");
    assertThat(config.problems("notifiers: [a]"))
        .containsExactly("notifiers: must be a section with keys, not a list");
  }

  @Test
  void aFallbackIsTheNameOfAnotherNotifier() {
    plugin((settings, context) -> one());

    var notifiers =
        config
            .load(
                """
                notifiers:
                  a: {enabled: true, type: plug, fallback: b}
                  b: {enabled: true, type: plug, fallback: c}
                  c: {enabled: true, type: plug}
                  off: {enabled: false, type: plug, fallback: c}
                """)
            .notifiers();

    assertThat(notifiers)
        .extracting(ConfiguredNotifier::name, ConfiguredNotifier::fallback)
        .containsExactly(tuple("a", "b"), tuple("b", "c"), tuple("c", null), tuple("off", "c"));
  }

  @Test
  void aFallbackThatLeadsNowhereIsAProblem() {
    plugin((settings, context) -> one());

    assertThat(
            config.problems(
                """
                notifiers:
                  mine: {enabled: true, type: plug, fallback: mine}
                  near: {enabled: true, type: plug, fallback: lastt}
                  to-off: {enabled: true, type: plug, fallback: off}
                  off: {enabled: false}
                  last: {enabled: true, type: plug}
                  empty: {enabled: true, type: plug, fallback: }
                """))
        .containsExactly(
            "notifiers.mine.fallback: must name another notifier, not this one itself",
            "notifiers.near.fallback: \"lastt\" is not the name of a notifier; did you mean"
                + " \"last\"?",
            "notifiers.to-off.fallback: \"off\" is not switched on; set its \"enabled\" to true");
  }

  @Test
  void aCycleOfFallbacksIsOneProblem() {
    plugin((settings, context) -> one());

    assertThat(
            config.problems(
                """
                notifiers:
                  into: {enabled: true, type: plug, fallback: b}
                  a: {enabled: true, type: plug, fallback: b}
                  b: {enabled: true, type: plug, fallback: c}
                  c: {enabled: true, type: plug, fallback: a}
                """))
        .containsExactly("notifiers.a.fallback: leads back to this notifier: a → b → c → a");
  }
}
