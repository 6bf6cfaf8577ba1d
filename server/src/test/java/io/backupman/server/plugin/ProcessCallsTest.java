package io.backupman.server.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.backupman.core.drive.WholeLog;
import io.backupman.core.notifier.PluginFile;
import io.backupman.notifier.spi.NotificationException;
import io.backupman.notifier.spi.Receipt;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A plugin's code does not end the process, and the log names the call. */
@Timeout(60)
class ProcessCallsTest {
  @RegisterExtension private final PluginFixture plugins = new PluginFixture();
  private final Path folder = plugins.folder();
  private final WholeLog log = new WholeLog();

  @AfterEach
  void close() {
    plugins.close();
    log.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          System.exit(3); | System.exit(3)
          Runtime.getRuntime().exit(0); | Runtime.exit(0)
          Runtime.getRuntime().halt(1); | Runtime.halt(1)
          java.util.function.IntConsumer c = System::exit; c.accept(3); | System.exit(3)
          java.util.function.IntConsumer c = Runtime.getRuntime()::halt; c.accept(3); | Runtime.halt(3)
          java.util.function.BiConsumer<Runtime, Integer> c = Runtime::exit; c.accept(Runtime.getRuntime(), 3); | Runtime.exit(3)
          java.util.stream.IntStream.of(3).forEach(System::exit); | System.exit(3)
          sun.misc.Signal.raise(new sun.misc.Signal("TERM")); | Signal.raise(SIGTERM)
          """)
  void whatWouldEndTheProcessFailsTheAttempt(String code, String call) {
    var failure = plugins.failure("if (d != null) { " + code + " } " + Sources.TAKEN);

    assertThat(failure.outcome()).isEqualTo(NotificationException.Outcome.RETRYABLE);
    assertThat(failure)
        .hasMessage(
            "The plugin good.jar failed to send: it called %s, which would end Backupman.", call);
    assertThat(log.text()).contains(refused(call));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Class.forName("java.lang.System").getMethod("exit", int.class).invoke(null, 3); | System.exit(3)
          Runtime.class.getDeclaredMethod("halt", int.class).invoke(Runtime.getRuntime(), 3); | System.exit(3)
          java.lang.invoke.MethodHandles.lookup().findStatic(System.class, "exit", java.lang.invoke.MethodType.methodType(void.class, int.class)).invoke(3); | System.exit(3)
          java.lang.invoke.MethodHandles.publicLookup().findVirtual(Runtime.class, "halt", java.lang.invoke.MethodType.methodType(void.class, int.class)).invoke(Runtime.getRuntime(), 3); | Runtime.halt(3)
          """)
  void whatIsFoundByItsNameDoesNotEndItEither(String code, String call) {
    var failure = plugins.failure(Sources.trying(code) + Sources.TAKEN);

    assertThat(failure.outcome()).isEqualTo(NotificationException.Outcome.RETRYABLE);
    assertThat(log.text()).contains(refused(call));
  }

  @Test
  void eachIsOfThisJdk() {
    assertThat(GuardedCalls.OURS.stream().flatMap(ours -> Arrays.stream(ours.getDeclaredMethods())))
        .filteredOn(method -> method.isAnnotationPresent(InsteadOf.class))
        .hasSizeGreaterThan(50)
        .allMatch(method -> GuardedCall.of(method).isPresent());
  }

  @Test
  void aLibraryOfThePluginDoesNotEndItEither() throws Exception {
    var library =
        plugins
            .jar()
            .source(
                "package lib; public class Tool { public static void main() { System.exit(9); } }")
            .build(folder.resolve("good/library.jar"));
    plugins
        .jar()
        .source(Sources.sending("good", "lib.Tool.main(); " + Sources.TAKEN))
        .service("good.Provider")
        .against(library)
        .build(folder.resolve("good/plugin.jar"));
    plugins.load();

    assertThat(catchThrowableOfType(NotificationException.class, plugins::send))
        .hasMessage(
            "The plugin good failed to send: it called System.exit(9), which would end Backupman.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "static { System.exit(1); }",
        "public Broken() { System.exit(1); }",
        "static final Object LOADED = Runtime.getRuntime(); static { if (LOADED != null) System.exit(1); }"
      })
  void aPluginThatEndsTheProcessWhileItIsLoadedIsNotUsed(String members) throws Exception {
    plugins.jar().provider(Sources.type("bad") + members).build(folder.resolve("bad.jar"));

    plugins.load();

    assertThat(plugins.files())
        .containsExactly(
            new PluginFile(
                "bad.jar",
                false,
                List.of(),
                "It failed while it was loaded: it called System.exit(1), which would end"
                    + " Backupman."));
  }

  @Test
  void aTypeThatEndsTheProcessIsNotUsed() throws Exception {
    plugins
        .jar()
        .provider("public String type() { System.exit(1); return \"bad\"; }")
        .build(folder.resolve("bad.jar"));

    plugins.load();

    assertThat(plugins.files().getFirst().detail()).contains("it called System.exit(1)");
  }

  @Test
  void aThreadOfThePluginEndsOnlyItself() throws Exception {
    var code = "var t = new Thread(() -> System.exit(1)); t.start(); t.join(); " + Sources.TAKEN;

    assertThat(plugins.send(code)).isEqualTo(Receipt.taken());

    await()
        .dontCatchUncaughtExceptions()
        .untilAsserted(() -> assertThat(log.text()).contains(refused("System.exit(1)")));
  }

  @Test
  void anotherMethodOfTheSameNameIsNotMeant() throws Exception {
    plugins
        .jar()
        .source(Sources.sending("good", "return Receipt.of(Own.exit(4), Own.setDefault(\"x\"));"))
        .source(
            "package good; public class Own { static int exit(int i) { return i; }"
                + " static String setDefault(String s) { return s; } }")
        .service("good.Provider")
        .build(folder.resolve("good.jar"));
    plugins.load();

    assertThat(plugins.send()).isEqualTo(Receipt.of(4, "x"));
  }

  private static String refused(String call) {
    return "The plugin good.jar called %s, which would end Backupman; the call was refused."
        .formatted(call);
  }
}
