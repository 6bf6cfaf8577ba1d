package io.backupman.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.backupman.core.notifier.ConfiguredNotifier;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.Destination;
import io.backupman.notifier.spi.Subscription;
import io.backupman.server.config.problem.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sections of the notifiers, and whom each is for. */
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
    config.plugin((settings, context) -> List.of(Destination.of(context.notifierName())));

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
  void aNotifierThatIsSwitchedOffIsNotMade() {
    var provider = new RecordingProvider("plug", (settings, context) -> ConfigFixture.one());
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
}
