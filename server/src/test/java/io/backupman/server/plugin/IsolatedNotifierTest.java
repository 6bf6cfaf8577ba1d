package io.backupman.server.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.backupman.notifier.spi.NotificationException;
import io.backupman.notifier.spi.NotificationException.Outcome;
import io.backupman.notifier.spi.Receipt;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes of the answers, failures and silence of a notifier that a plugin has made. */
@Timeout(60)
class IsolatedNotifierTest {
  @RegisterExtension private final PluginFixture plugins = new PluginFixture();
  private final Path folder = plugins.folder();

  @ParameterizedTest
  @CsvSource({
    "java.lang.IllegalStateException, boom.",
    "java.lang.AssertionError, boom.",
    "java.lang.NoClassDefFoundError, it lacks the class boom.",
    "java.lang.StackOverflowError, it called itself without end (boom).",
    "java.lang.OutOfMemoryError, there was not enough memory (boom)."
  })
  void whateverSendThrowsIsAnAttemptToBeRetried(String type, String words) {
    var failure = plugins.failure("throw new " + type + "(\"boom\");");

    assertThat(failure.outcome()).isEqualTo(Outcome.RETRYABLE);
    assertThat(failure).hasMessage("The plugin good.jar failed to send: " + words);
  }

  @Test
  void whatAPluginSaysByItsContractIsPassedOn() throws Exception {
    var failure =
        plugins.failure("throw NotificationException.permanent(\"gone\").withStatusCode(410);");

    assertThat(failure.outcome()).isEqualTo(Outcome.PERMANENT);
    assertThat(failure).hasMessage("gone");
    assertThat(failure.statusCode()).hasValue(410);
  }

  @Test
  void anInterruptIsPassedOn() {
    assertThatThrownBy(() -> plugins.send("throw new InterruptedException(\"stop\");"))
        .isInstanceOf(InterruptedException.class);
  }

  @Test
  void noReceiptCountsAsTaken() throws Exception {
    assertThat(plugins.send("return null;")).isEqualTo(Receipt.taken());
  }

  @Test
  void aReceiptWithoutItsPartsIsAnAttemptToBeRetried() {
    assertThat(
            plugins.failure("return new Receipt(java.util.OptionalInt.empty(), null);").outcome())
        .isEqualTo(Outcome.RETRYABLE);
  }

  @Test
  void aCloseThatNeverReturnsIsLeftBehind() {
    var stuck = new StuckNotifier();
    try {
      assertTimeoutPreemptively(Duration.ofSeconds(20), stuck.isolated()::close);
    } finally {
      stuck.letGo();
    }
  }

  @Test
  void whetherAPluginWantsAnEventIsAskedOfIt() throws Exception {
    var notifier =
        plugins.good(
            Sources.notifier(
                "good",
                """
                public List<Destination> destinations() { return List.of(Destination.of("one")); }
                public Receipt send(Notification n, Destination d) { return Receipt.taken(); }
                public boolean wants(String event) {
                  if (event.equals("endless")) {
                    java.util.concurrent.locks.LockSupport.parkNanos(Long.MAX_VALUE);
                  }
                  if (event.equals("broken")) {
                    throw new AssertionError("boom");
                  }
                  return event.equals("backup_started");
                }
                """));

    assertThat(notifier.wants("backup_started")).isTrue();
    assertThat(notifier.wants("backup_report")).isFalse();
    assertThat(notifier.wants("broken")).as("the default of the contract").isTrue();
    assertThat(notifier.wants("endless")).as("the default of the contract").isTrue();
  }

  @Test
  void aPluginThatNeverSaysWhetherItWantsAnEventIsAskedOnce() throws Exception {
    var stuck = new StuckNotifier();
    var isolated = stuck.isolated();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Boolean> ask = () -> isolated.wants("backup_report");
      for (var answer : threads.invokeAll(Collections.nCopies(3, ask))) {
        assertThat(answer.get()).as("the default of the contract").isTrue();
      }
      assertThat(isolated.wants("backup_started")).isFalse();
      assertThat(stuck.asked()).containsExactly("backup_report", "backup_started");
    } finally {
      stuck.letGo();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "return Optional.of(Duration.ofMinutes(12));, PT12M",
    "return Optional.of(Duration.ofSeconds(Long.MAX_VALUE));, PT30M",
    "return Optional.of(Duration.ofMinutes(-12));,",
    "return Optional.empty();,",
    "return null;,",
    "throw new AssertionError(\"boom\");,",
    "while (true) java.util.concurrent.locks.LockSupport.parkNanos(Long.MAX_VALUE);,"
  })
  void howLongASendMayTakeIsAskedOfAPluginAndBounded(String code, @Nullable Duration limit)
      throws Exception {
    var notifier =
        plugins.good(
            Sources.notifier(
                    "good",
                    """
                    public List<Destination> destinations() { return List.of(Destination.of("one")); }
                    public Receipt send(Notification n, Destination d) { return Receipt.taken(); }
                    public Optional<Duration> sendLimit() { %s }
                    """
                        .formatted(code))
                .replace("import java.util.*;", "import java.util.*; import java.time.Duration;"));

    assertThat(notifier.sendLimit()).isEqualTo(Optional.ofNullable(limit));
  }

  @Test
  void howLongASendMayTakeCountsAlsoIfItIsSaidLate() {
    var stuck = new StuckNotifier();
    var late = stuck.isolated();

    assertThat(late.sendLimit()).as("the default of the contract").isEmpty();
    stuck.letGo();

    assertThat(late.sendLimit()).contains(StuckNotifier.SEND_LIMIT);
    assertThat(stuck.asked()).containsExactly("sendLimit");
  }

  @Test
  void whatIsAskedWithinATransactionIsAskedWhenANotifierIsMade() throws Exception {
    var notifier =
        plugins.good(
            Sources.notifier(
                "good",
                """
                volatile boolean made;
                public List<Destination> destinations() { return List.of(Destination.of("one")); }
                public Receipt send(Notification n, Destination d) {
                  made = true;
                  return Receipt.taken();
                }
                public boolean wants(String event) { return made; }
                """));
    PluginFixture.send(notifier);

    assertThat(notifier.wants("notifier_recovered")).isFalse();
    assertThat(notifier.wants("backup_report")).isTrue();
  }

  @Test
  void aClosedNotifierSendsNothingAndIsClosedOnce() throws Exception {
    var notifier =
        plugins.good(
            Sources.notifier(
                "good",
                """
                public List<Destination> destinations() { return List.of(Destination.of("one")); }
                public Receipt send(Notification n, Destination d) { return Receipt.taken(); }
                public void close() {
                  System.setProperty("backupman.test.closed", "x" + System.getProperty("backupman.test.closed", ""));
                }
                """));

    try {
      notifier.close();
      plugins.close();
      notifier.close();
      assertThat(System.getProperty("backupman.test.closed")).isEqualTo("x");
    } finally {
      System.clearProperty("backupman.test.closed");
    }
    var failure =
        catchThrowableOfType(NotificationException.class, () -> PluginFixture.send(notifier));
    assertThat(failure.outcome()).isEqualTo(Outcome.RETRYABLE);
    assertThat(failure).hasMessageContaining("nothing was sent");
  }

  @Test
  void aProviderThatMakesNothingIsNamed() throws Exception {
    plugins
        .jar()
        .source(
            """
            package good;
            import io.backupman.notifier.spi.*;
            public class Provider implements NotifierProvider {
              public String type() { return "good"; }
              public Notifier create(NotifierSettings s, NotifierContext c) { return null; }
            }
            """)
        .source(Sources.provider("bad", "Thrower", Sources.type("thrower")))
        .service("good.Provider\nbad.Thrower\n")
        .build(folder.resolve("good.jar"));
    plugins.load();

    assertThatThrownBy(() -> plugins.notifier("good"))
        .isInstanceOf(PluginException.class)
        .hasMessage("The plugin good.jar made no notifier (null).");
    assertThatThrownBy(() -> plugins.notifier("thrower"))
        .isInstanceOf(PluginException.class)
        .hasMessage("The plugin good.jar could not make a notifier: not made.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "return null;",
        "return Arrays.asList(Destination.of(\"a\"), null);",
        "throw new AssertionError(\"boom\");"
      })
  void unusableDestinationsAreNamed(String code) throws Exception {
    try (var notifier =
        plugins.good(
            Sources.notifier(
                "good",
                "public List<Destination> destinations() { "
                    + code
                    + " } public Receipt send(Notification n, Destination d) { return null; }"
                    + " public void close() { throw new AssertionError(); }"))) {
      assertThatThrownBy(notifier::destinations)
          .isInstanceOf(PluginException.class)
          .hasMessageStartingWith("The plugin good.jar ");
    }
  }
}
