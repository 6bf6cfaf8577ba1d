package io.backupman.server.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.backupman.core.health.HealthCheck.Component;
import io.backupman.core.notifier.ConfiguredNotifier;
import io.backupman.core.notifier.PluginFile;
import io.backupman.core.report.Attempt.Outcome;
import io.backupman.core.report.DeliveryStatus;
import io.backupman.core.request.RequestProblem;
import io.backupman.server.plugin.PluginJar;
import java.io.IOException;
import java.lang.ref.Reference;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ReloadTest {
  private static final String CHAT = "chat: {enabled: true}";
  private static final String LOADER = "backupman.test.loader";

  @TempDir Path folder;
  @TempDir Path work;

  @BeforeEach
  void configure() throws IOException {
    Files.createDirectory(folder.resolve("plugins"));
    Running.configure(folder, CHAT);
  }

  @AfterEach
  void forget() {
    System.getProperties().remove(LOADER);
  }

  @Test
  void aJarThatIsPutInTakesEffectAndWhatWaitedForItIsSentAtOnce() throws Exception {
    try (var running = Running.start(folder)) {
      running.backUp();
      await().until(() -> running.delivery("chat").lastError() != null);
      assertThat(running.delivery("chat").status()).isEqualTo(DeliveryStatus.PENDING);
      assertThat(running.isUp("chat")).isFalse();

      running.plugin("chat.jar", chat("return Receipt.of(200, \"one\");"));
      var now = running.application().ports().notifiers().reload().reload();

      assertThat(now).isEqualTo(running.application().notifiers());
      assertThat(now.plugins())
          .containsExactly(new PluginFile("chat.jar", true, List.of("chat"), ""));
      assertThat(running.application().ports().health().check().notifiers())
          .containsEntry("chat", new Component(true, ""));
      assertThat(running.attempt("chat").detail()).isEqualTo("one");
    }
  }

  @Test
  void aJarThatIsReplacedTakesEffectOnlyThen() throws Exception {
    try (var running = started("return Receipt.of(200, Lazy.word());", lazy("old"))) {
      running.plugin("chat.jar", chat("return Receipt.of(200, Lazy.word());", lazy("new")));
      running.backUp();
      assertThat(running.attempt("chat").detail()).isEqualTo("old");

      running.application().ports().notifiers().reload().reload();
      running.backUp();
      assertThat(running.attempt("chat").detail()).isEqualTo("new");
    }
  }

  @Test
  void aJarThatIsRemovedIsGone() throws Exception {
    try (var running = started("return Receipt.taken();")) {
      assertThat(running.isUp("chat")).isTrue();
      Files.delete(folder.resolve("plugins/chat.jar"));

      running.application().ports().notifiers().reload().reload();

      assertThat(running.notifier("chat").usable()).isFalse();
      assertThat(running.notifier("chat").detail()).contains("Put its JAR into");
      assertThat(running.isUp("chat")).isFalse();
    }
  }

  @Test
  void whatIsBeingSentEndsOnTheNotifierThatItBeganOn() throws Exception {
    try (var running =
        started(untilReleased("return Receipt.of(200, Lazy.word());"), lazy("old"))) {
      running.backUp();
      await().until(() -> Files.exists(folder.resolve("sending")));
      running.plugin("chat.jar", chat("return Receipt.of(200, \"new\");"));

      var old = loader();
      running.application().ports().notifiers().reload().reload();
      running.backUp();
      assertThat(running.attempt("chat").detail()).isEqualTo("new");
      assertThat(running.application().notifiers().find("chat").orElseThrow().usable()).isTrue();

      Running.write(folder.resolve("release"), "");
      awaitCollected(old);
      assertThat(Files.readString(folder.resolve("ended"))).isEqualTo("old");
    }
  }

  @Test
  void aCallThatNeverEndsIsLeftBehindAndTheRestIsClosed() throws Exception {
    chat(untilReleased("return Receipt.taken();")).build(folder.resolve("plugins/chat.jar"));
    try (var running = Running.start(folder, Duration.ofSeconds(3))) {
      running.backUp();
      await().until(() -> Files.exists(folder.resolve("sending")));
      running.plugin("chat.jar", chat("return Receipt.of(200, \"new\");"));

      running.application().ports().notifiers().reload().reload();

      await().atMost(Duration.ofSeconds(20)).until(() -> Files.exists(folder.resolve("closed")));
      assertThat(folder.resolve("ended")).doesNotExist();
      running.backUp();
      assertThat(running.attempt("chat").detail()).isEqualTo("new");
      Running.write(folder.resolve("release"), "");
    }
  }

  @Test
  void aBadConfigurationChangesNothingAndSaysAllThatIsWrong() throws Exception {
    try (var running = started("return Receipt.of(200, \"still here\");")) {
      var before = running.application().notifiers();
      Running.configure(
          folder,
          CHAT + "\nwebhook: {enabled: true, endpoints: [{name: w}]}\nmail: {enabled: yes}");

      assertThatThrownBy(() -> running.application().ports().notifiers().reload().reload())
          .isInstanceOf(RequestProblem.class)
          .extracting(problem -> ((RequestProblem) problem).kind())
          .isEqualTo(RequestProblem.Kind.INVALID);
      assertThatThrownBy(() -> running.application().ports().notifiers().reload().reload())
          .hasMessageStartingWith("Nothing was changed. ")
          .hasMessageContaining("config.yml: notifiers.webhook.endpoints[0].url: is missing")
          .hasMessageContaining("config.yml: notifiers.mail.enabled: must be true or false");

      assertThat(running.application().notifiers()).isSameAs(before);
      running.backUp();
      assertThat(running.attempt("chat").detail()).isEqualTo("still here");
    }
  }

  @Test
  void notifiersThatAreAddedToTheFileOrTakenOutOfItAreSo() throws Exception {
    try (var running = started("return Receipt.of(200, n.event());")) {
      Running.configure(folder, "pager: {enabled: true, type: chat}");

      running.application().ports().notifiers().reload().reload();

      assertThat(running.application().notifiers().all())
          .extracting(ConfiguredNotifier::name)
          .containsExactly("pager");
      running.backUp();
      assertThat(running.attempt("pager").detail()).isEqualTo("backup_report");
    }
  }

  @Test
  void secretsOfTheOldAndOfTheNewConfigurationStayHidden() throws Exception {
    var echo =
        "throw NotificationException.retryable(\"denied: old-canary new-canary \" + key.value());";
    Running.configure(folder, "chat: {enabled: true, key: old-canary}");
    try (var running = started(echo)) {
      Running.configure(folder, "chat: {enabled: true, key: new-canary}");
      running.application().ports().notifiers().reload().reload();
      running.backUp();

      var attempt = running.attempt("chat");
      assertThat(attempt.outcome()).isEqualTo(Outcome.RETRY);
      assertThat(attempt.detail()).isEqualTo("denied: *** *** ***");
      assertThat(running.delivery("chat").lastError()).doesNotContain("canary");
    }
  }

  @Test
  void aReloadThatIsInterruptedChangesNothing() throws Exception {
    try (var running = started("return Receipt.of(200, \"still here\");")) {
      var before = running.application().notifiers();
      new PluginJar(work)
          .source(
              """
              package slow;
              import io.backupman.notifier.spi.*;
              public class Slow implements NotifierProvider {
                public Slow() throws Exception {
                  java.nio.file.Files.writeString(java.nio.file.Path.of("%s/loading"), "");
                  Thread.sleep(60_000);
                }
                public String type() { return "slow"; }
                public Notifier create(NotifierSettings s, NotifierContext c) { return null; }
              }
              """
                  .formatted(folder))
          .service("slow.Slow")
          .build(folder.resolve("plugins/a-slow.jar"));
      var failure = new AtomicReference<Throwable>();
      var reloading =
          Thread.ofPlatform()
              .start(
                  () ->
                      failure.set(
                          catchThrowable(
                              () -> running.application().ports().notifiers().reload().reload())));
      await().until(() -> Files.exists(folder.resolve("loading")));

      reloading.interrupt();
      reloading.join();

      assertThat(failure.get())
          .isInstanceOf(RequestProblem.class)
          .hasMessage("Reloading took too long and was ended; nothing was changed.");
      assertThat(running.application().notifiers()).isSameAs(before);
      running.backUp();
      assertThat(running.attempt("chat").detail()).isEqualTo("still here");
    }
  }

  @Test
  void reloadsAtTheSameTimeHappenOneAfterTheOther() throws Exception {
    try (var running = started("return Receipt.of(200, \"fine\");");
        var threads = Executors.newFixedThreadPool(4)) {
      var first = loader();
      var reloads =
          List.of(
              threads.submit(running.application().ports().notifiers().reload()::reload),
              threads.submit(running.application().ports().notifiers().reload()::reload),
              threads.submit(running.application().ports().notifiers().reload()::reload));
      for (var reload : reloads) {
        assertThat(reload.get().plugins()).hasSize(1);
      }
      running.backUp();
      assertThat(running.attempt("chat").detail()).isEqualTo("fine");
      awaitCollected(first);
    }
  }

  @Test
  void aReplacedPluginCanBeCollectedWhateverItDid() throws Exception {
    try (var running =
        started(
            """
            System.getLogger("chat.Provider").log(System.Logger.Level.INFO, "sending {0}", n.event());
            Thread.ofPlatform().daemon().start(() -> Lazy.word());
            java.util.concurrent.CompletableFuture.runAsync(Lazy::word).join();
            throw new Refused();
            """,
            lazy("x"), "package chat; public class Refused extends RuntimeException {}")) {
      running.backUp();
      assertThat(running.attempt("chat").outcome()).isEqualTo(Outcome.RETRY);
      assertThat(running.isUp("chat")).isTrue();
      var old = loader();
      Files.delete(folder.resolve("plugins/chat.jar"));

      running.application().ports().notifiers().reload().reload();

      awaitCollected(old);
    }
  }

  @Test
  void aReplacedPluginWithItsOwnJacksonCanBeCollected() throws Exception {
    var jackson = List.of(ObjectMapper.class, JsonFactory.class, JsonProperty.class);
    var plugin = Files.createDirectory(folder.resolve("plugins/chat"));
    var jar =
        chat(
            """
            try {
              var mapper = new com.fasterxml.jackson.databind.ObjectMapper();
              var own = mapper.getClass().getClassLoader() == Provider.class.getClassLoader();
              return Receipt.of(200, mapper.writeValueAsString(new Pojo()) + own);
            } catch (java.io.IOException e) {
              throw new java.io.UncheckedIOException(e);
            }
            """,
            "package chat; public class Pojo { public String word = \"own\"; }");
    for (var library : jackson) {
      var file =
          Path.of(
              URI.create(library.getProtectionDomain().getCodeSource().getLocation().toString()));
      jar.against(Files.copy(file, plugin.resolve(file.getFileName())));
    }
    jar.build(plugin.resolve("chat.jar"));
    try (var running = Running.start(folder)) {
      running.backUp();
      assertThat(running.attempt("chat").detail()).isEqualTo("{\"word\":\"own\"}true");
      var old = loader();

      running.application().ports().notifiers().reload().reload();

      awaitCollected(old);
    }
  }

  private Running started(String send, String... sources) throws IOException {
    chat(send, sources).build(folder.resolve("plugins/chat.jar"));
    return Running.start(folder);
  }

  /** A channel of the type {@code chat}; its loader is known, weakly, under a system property. */
  private PluginJar chat(String send, String... sources) throws IOException {
    var jar =
        new PluginJar(work)
            .source(
                """
                package chat;
                import io.backupman.notifier.spi.*;
                import java.nio.file.*;
                import java.util.*;
                public class Provider implements NotifierProvider {
                  public String type() { return "chat"; }
                  public Notifier create(NotifierSettings settings, NotifierContext context) {
                    System.getProperties().put("%s",
                        new java.lang.ref.WeakReference<>(Provider.class.getClassLoader()));
                    var key = settings.secret("key").orElse(Secret.of("none"));
                    return new Notifier() {
                      public List<Destination> destinations() { return List.of(Destination.of("one")); }
                      public Receipt send(Notification n, Destination d)
                          throws NotificationException, InterruptedException {
                        %s
                      }
                      public void close() {
                        try {
                          Files.writeString(Path.of("%s"), "");
                        } catch (java.io.IOException e) {
                          throw new java.io.UncheckedIOException(e);
                        }
                      }
                    };
                  }
                }
                """
                    .formatted(LOADER, send, folder.resolve("closed")))
            .service("chat.Provider");
    for (var source : sources) {
      jar.source(source);
    }
    return jar;
  }

  /** A class that is loaded by the first send. */
  private static String lazy(String word) {
    return "package chat; public class Lazy { public static String word() { return \""
        + word
        + "\"; } }";
  }

  /** Waits for the file {@code release}, whatever interrupts it. */
  private String untilReleased(String then) {
    return """
    try {
      Files.writeString(Path.of("%1$s/sending"), "");
      while (Files.notExists(Path.of("%1$s/release"))) {
        java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
      }
      Files.writeString(Path.of("%1$s/ended.part"), %2$s);
      Files.move(Path.of("%1$s/ended.part"), Path.of("%1$s/ended"));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    %3$s
    """
        .formatted(folder, then.contains("Lazy") ? "Lazy.word()" : "\"\"", then);
  }

  private static Reference<?> loader() {
    return (Reference<?>) Objects.requireNonNull(System.getProperties().get(LOADER));
  }

  private static void awaitCollected(Reference<?> loader) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> {
              System.gc();
              assertThat(loader.refersTo(null)).as("collected").isTrue();
            });
  }
}
