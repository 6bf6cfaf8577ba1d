package io.backupman.server.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.backupman.core.notifier.ConfiguredNotifier;
import io.backupman.core.notifier.PluginFile;
import io.backupman.notifier.spi.Destination;
import io.backupman.notifier.spi.NotificationException;
import io.backupman.notifier.spi.NotificationException.Outcome;
import io.backupman.notifier.spi.Notifier;
import io.backupman.notifier.spi.Receipt;
import io.backupman.notifier.testkit.ExampleReport;
import io.backupman.notifier.testkit.FixedContext;
import io.backupman.notifier.testkit.MapSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class PluginIsolationTest {
  @TempDir Path work;
  @TempDir Path folder;

  private Plugins plugins = new PluginLoader().load(Path.of("no-such-folder"));

  @AfterEach
  void close() {
    plugins.close();
  }

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

    load();

    assertThat(plugins.files()).isEmpty();
  }

  @Test
  void aFileInPlaceOfTheFolderIsReported() throws Exception {
    var file = Files.createFile(work.resolve("plugins"));

    plugins.close();
    plugins = new PluginLoader().load(file);

    assertThat(plugins.files())
        .singleElement()
        .satisfies(f -> assertThat(f.detail()).startsWith("The plugins folder cannot be read"));
    assertThat(plugins.provider("webhook")).isPresent();
  }

  @Test
  void aJarInTheFolderIsAPlugin() throws Exception {
    assertThat(send("return Receipt.of(7, d.name());")).isEqualTo(Receipt.of(7, "one"));

    assertThat(plugins.files())
        .containsExactly(new PluginFile("good.jar", true, List.of("good"), ""));
    assertThat(plugins.provider("good").orElseThrow().source()).isEqualTo("good.jar");
  }

  @Test
  void aSubFolderIsAPluginWithItsLibraries() throws Exception {
    var library = library("2", folder.resolve("good/library.jar"));
    plugin()
        .source(Sources.sending("good", "return Receipt.of(1, lib.Version.TEXT.toString());"))
        .service("good.Provider")
        .against(library)
        .build(folder.resolve("good/plugin.jar"));

    load();

    assertThat(send().detail()).isEqualTo("2");
    assertThat(plugins.files()).containsExactly(new PluginFile("good", true, List.of("good"), ""));
  }

  @Test
  void twoPluginsHaveEachItsOwnVersionOfALibrary() throws Exception {
    for (var version : List.of("one", "two")) {
      var library = library(version, folder.resolve(version + "/library.jar"));
      plugin()
          .source(
              Sources.sending("good", "return Receipt.of(1, lib.Version.TEXT.toString());")
                  .replace("\"good\"", "\"" + version + "\""))
          .service("good.Provider")
          .against(library)
          .build(folder.resolve(version + "/plugin.jar"));
    }

    load();

    assertThat(send("one", notifier("one")).detail()).isEqualTo("one");
    assertThat(send("two", notifier("two")).detail()).isEqualTo("two");
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
            send("""
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
            send("""
                    return Receipt.of(1, "" + getClass().getClassLoader()
                        .getResource("com/fasterxml/jackson/core/JsonFactory.class"));
                    """)
                .detail())
        .isEqualTo("null");
  }

  @Test
  void aPluginReadsTheResourcesOfItsOwnJar() throws Exception {
    plugin()
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

    load();

    assertThat(send().detail()).isEqualTo("hello");
  }

  @Test
  void aCopyOfTheSpiInAPluginIsNotUsed() throws Exception {
    plugin()
        .source(Sources.sending("good", "return Receipt.of(1, \"fine\");"))
        .service("good.Provider")
        .file("io/backupman/notifier/spi/Notifier.class", "not a class at all")
        .build(folder.resolve("good.jar"));

    load();

    assertThat(send().detail()).isEqualTo("fine");
  }

  @Test
  void everyCallHasThePluginsOwnContextClassLoader() throws Exception {
    plugin()
        .source(
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
                """))
        .service("good.Provider")
        .build(folder.resolve("good.jar"));
    load();
    var before = Thread.currentThread().getContextClassLoader();

    try {
      var notifier = notifier("good");
      notifier.check();
      assertThat(send("one", notifier)).isEqualTo(Receipt.taken());
      notifier.close();
      assertThat(System.getProperty("backupman.test.closed")).isEqualTo("well");
    } finally {
      System.clearProperty("backupman.test.closed");
    }
    assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
  }

  @ParameterizedTest
  @CsvSource({
    "java.lang.IllegalStateException, boom.",
    "java.lang.AssertionError, boom.",
    "java.lang.NoClassDefFoundError, it lacks the class boom.",
    "java.lang.StackOverflowError, it called itself without end (boom).",
    "java.lang.OutOfMemoryError, there was not enough memory (boom)."
  })
  void whateverSendThrowsIsAnAttemptToBeRetried(String type, String words) {
    var failure = failure("throw new " + type + "(\"boom\");");

    assertThat(failure.outcome()).isEqualTo(Outcome.RETRYABLE);
    assertThat(failure).hasMessage("The plugin good.jar failed to send: " + words);
  }

  @Test
  void whatAPluginSaysByItsContractIsPassedOn() throws Exception {
    var failure = failure("throw NotificationException.permanent(\"gone\").withStatusCode(410);");

    assertThat(failure.outcome()).isEqualTo(Outcome.PERMANENT);
    assertThat(failure).hasMessage("gone");
    assertThat(failure.statusCode()).hasValue(410);
  }

  @Test
  void anInterruptIsPassedOn() {
    assertThatThrownBy(() -> send("throw new InterruptedException(\"stop\");"))
        .isInstanceOf(InterruptedException.class);
  }

  @Test
  void noReceiptCountsAsTaken() throws Exception {
    assertThat(send("return null;")).isEqualTo(Receipt.taken());
  }

  @Test
  void aReceiptWithoutItsPartsIsAnAttemptToBeRetried() {
    assertThat(failure("return new Receipt(java.util.OptionalInt.empty(), null);").outcome())
        .isEqualTo(Outcome.RETRYABLE);
  }

  @Test
  void aCloseThatNeverReturnsIsLeftBehind() {
    var never = new CountDownLatch(1);
    var stuck =
        new IsolatedNotifier(
            new TakingNotifier() {
              @Override
              public void close() {
                while (never.getCount() > 0) {
                  Thread.onSpinWait();
                }
              }
            },
            "The plugin stuck.jar",
            new ContextLoader(getClass().getClassLoader()));
    try {
      assertTimeoutPreemptively(Duration.ofSeconds(20), stuck::close);
    } finally {
      never.countDown();
    }
  }

  @Test
  void whetherAPluginWantsAnEventIsAskedOfIt() throws Exception {
    plugin()
        .source(
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
                """))
        .service("good.Provider")
        .build(folder.resolve("good.jar"));
    load();

    var notifier = notifier("good");
    assertThat(notifier.wants("backup_started")).isTrue();
    assertThat(notifier.wants("backup_report")).isFalse();
    assertThat(notifier.wants("broken")).as("the default of the contract").isTrue();
    assertThat(notifier.wants("endless")).as("the default of the contract").isTrue();
  }

  @Test
  void aPluginThatNeverSaysWhetherItWantsAnEventIsAskedOnce() throws Exception {
    var asked = new ConcurrentLinkedQueue<String>();
    var never = new CountDownLatch(1);
    var stuck =
        new IsolatedNotifier(
            new TakingNotifier() {
              @Override
              public boolean wants(String event) {
                asked.add(event);
                while (never.getCount() > 0) {
                  Thread.onSpinWait();
                }
                return false;
              }
            },
            "The plugin stuck.jar",
            new ContextLoader(getClass().getClassLoader()));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Boolean> ask = () -> stuck.wants("backup_report");
      for (var answer : threads.invokeAll(Collections.nCopies(3, ask))) {
        assertThat(answer.get()).as("the default of the contract").isTrue();
      }
      assertThat(stuck.wants("backup_started")).isFalse();
      assertThat(asked).containsExactly("backup_report", "backup_started");
    } finally {
      never.countDown();
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
    plugin()
        .source(
            Sources.notifier(
                    "good",
                    """
                    public List<Destination> destinations() { return List.of(Destination.of("one")); }
                    public Receipt send(Notification n, Destination d) { return Receipt.taken(); }
                    public Optional<Duration> sendLimit() { %s }
                    """
                        .formatted(code))
                .replace("import java.util.*;", "import java.util.*; import java.time.Duration;"))
        .service("good.Provider")
        .build(folder.resolve("good.jar"));
    load();

    assertThat(notifier("good").sendLimit()).isEqualTo(Optional.ofNullable(limit));
  }

  @Test
  void howLongASendMayTakeCountsAlsoIfItIsSaidLate() {
    var asked = new AtomicInteger();
    var slow = new CountDownLatch(1);
    var late =
        new IsolatedNotifier(
            new TakingNotifier() {
              @Override
              public Optional<Duration> sendLimit() {
                asked.incrementAndGet();
                try {
                  slow.await();
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
                return Optional.of(Duration.ofMinutes(12));
              }
            },
            "The plugin late.jar",
            new ContextLoader(getClass().getClassLoader()));

    assertThat(late.sendLimit()).as("the default of the contract").isEmpty();
    slow.countDown();

    assertThat(late.sendLimit()).contains(Duration.ofMinutes(12));
    assertThat(asked).hasValue(1);
  }

  @Test
  void whatIsAskedWithinATransactionIsAskedWhenANotifierIsMade() throws Exception {
    plugin()
        .source(
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
                """))
        .service("good.Provider")
        .build(folder.resolve("good.jar"));
    load();
    var notifier = notifier("good");
    send("one", notifier);

    assertThat(notifier.wants("notifier_recovered")).isFalse();
    assertThat(notifier.wants("backup_report")).isTrue();
  }

  @Test
  void aClosedNotifierSendsNothingAndIsClosedOnce() throws Exception {
    plugin()
        .source(
            Sources.notifier(
                "good",
                """
                public List<Destination> destinations() { return List.of(Destination.of("one")); }
                public Receipt send(Notification n, Destination d) { return Receipt.taken(); }
                public void close() {
                  System.setProperty("backupman.test.closed", "x" + System.getProperty("backupman.test.closed", ""));
                }
                """))
        .service("good.Provider")
        .build(folder.resolve("good.jar"));
    load();
    var notifier = notifier("good");

    try {
      notifier.close();
      plugins.close();
      notifier.close();
      assertThat(System.getProperty("backupman.test.closed")).isEqualTo("x");
    } finally {
      System.clearProperty("backupman.test.closed");
    }
    var failure = catchThrowableOfType(NotificationException.class, () -> send("one", notifier));
    assertThat(failure.outcome()).isEqualTo(Outcome.RETRYABLE);
    assertThat(failure).hasMessageContaining("nothing was sent");
  }

  @Test
  void aProviderThatMakesNothingIsNamed() throws Exception {
    plugin()
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
    load();

    assertThatThrownBy(() -> notifier("good"))
        .isInstanceOf(PluginException.class)
        .hasMessage("The plugin good.jar made no notifier (null).");
    assertThatThrownBy(() -> notifier("thrower"))
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
    plugin()
        .source(
            Sources.notifier(
                "good",
                "public List<Destination> destinations() { "
                    + code
                    + " } public Receipt send(Notification n, Destination d) { return null; }"
                    + " public void close() { throw new AssertionError(); }"))
        .service("good.Provider")
        .build(folder.resolve("good.jar"));
    load();

    try (var notifier = notifier("good")) {
      assertThatThrownBy(notifier::destinations)
          .isInstanceOf(PluginException.class)
          .hasMessageStartingWith("The plugin good.jar ");
    }
  }

  private NotificationException failure(String code) {
    return catchThrowableOfType(NotificationException.class, () -> send(code));
  }

  /** Builds a plugin whose send runs this code, loads it and sends. */
  private Receipt send(String code) throws Exception {
    plugin()
        .source(Sources.sending("good", code))
        .service("good.Provider")
        .build(folder.resolve("good.jar"));
    load();
    return send();
  }

  private Receipt send() throws NotificationException, InterruptedException {
    return send("one", notifier("good"));
  }

  private static Receipt send(String destination, Notifier notifier)
      throws NotificationException, InterruptedException {
    return notifier.send(ExampleReport.notification(), Destination.of(destination));
  }

  private Notifier notifier(String type) {
    return plugins
        .provider(type)
        .orElseThrow()
        .provider()
        .create(MapSettings.of("my", Map.of()), new FixedContext("my"));
  }

  private Path library(String version, Path jar) throws Exception {
    // Not a constant that the compiler would copy into the plugin.
    return plugin()
        .source(
            "package lib; public class Version { public static final Object TEXT = \""
                + version
                + "\"; }")
        .build(jar);
  }

  private PluginJar plugin() throws Exception {
    return new PluginJar(work);
  }

  private void load() {
    plugins.close();
    plugins = new PluginLoader().load(folder);
  }
}
