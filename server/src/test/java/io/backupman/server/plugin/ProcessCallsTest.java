package io.backupman.server.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.backupman.core.drive.WholeLog;
import io.backupman.core.notifier.PluginFile;
import io.backupman.notifier.spi.Destination;
import io.backupman.notifier.spi.NotificationException;
import io.backupman.notifier.spi.Notifier;
import io.backupman.notifier.spi.Receipt;
import io.backupman.notifier.testkit.ExampleReport;
import io.backupman.notifier.testkit.FixedContext;
import io.backupman.notifier.testkit.MapSettings;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.HttpURLConnection;
import java.net.ProxySelector;
import java.net.ResponseCache;
import java.net.URLConnection;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.Security;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import java.util.logging.Logger;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A plugin's code neither ends the process nor changes it for others, and the log names it. */
@Timeout(60)
class ProcessCallsTest {
  private static final String TAKEN = "return Receipt.taken();";
  @TempDir Path work;
  @TempDir Path folder;

  private final WholeLog log = new WholeLog();
  private Plugins plugins = new PluginLoader().load(Path.of("no-such-folder"));

  @AfterEach
  void close() {
    plugins.close();
    log.close();
    System.clearProperty("backupman.test.plugin");
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
    var failure = failure("if (d != null) { " + code + " } " + TAKEN);

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
    var failure = failure(trying(code) + TAKEN);

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
        plugin()
            .source(
                "package lib; public class Tool { public static void main() { System.exit(9); } }")
            .build(folder.resolve("good/library.jar"));
    plugin()
        .source(Sources.sending("good", "lib.Tool.main(); " + TAKEN))
        .service("good.Provider")
        .against(library)
        .build(folder.resolve("good/plugin.jar"));
    load();

    assertThat(catchThrowableOfType(NotificationException.class, this::send))
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
    plugin().provider(Sources.type("bad") + members).build(folder.resolve("bad.jar"));

    load();

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
    plugin()
        .provider("public String type() { System.exit(1); return \"bad\"; }")
        .build(folder.resolve("bad.jar"));

    load();

    assertThat(plugins.files().getFirst().detail()).contains("it called System.exit(1)");
  }

  @Test
  void aThreadOfThePluginEndsOnlyItself() throws Exception {
    var code = "var t = new Thread(() -> System.exit(1)); t.start(); t.join(); " + TAKEN;

    assertThat(send(code)).isEqualTo(Receipt.taken());

    await()
        .dontCatchUncaughtExceptions()
        .untilAsserted(() -> assertThat(log.text()).contains(refused("System.exit(1)")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Locale.setDefault(Locale.of("fa")); | Locale.setDefault
          Locale.class.getMethod("setDefault", Locale.class).invoke(null, Locale.FRENCH); | Locale.setDefault
          Locale.setDefault(Locale.Category.FORMAT, Locale.of("fa")); | Locale.setDefault
          TimeZone.setDefault(TimeZone.getTimeZone("Asia/Tehran")); | TimeZone.setDefault
          System.setProperty("java.io.tmpdir", "/nowhere"); | System.setProperty("java.io.tmpdir", …)
          System.getProperties().put("java.io.tmpdir", "/nowhere"); | System.setProperty("java.io.tmpdir", …)
          System.getProperties().setProperty("user.dir", "/nowhere"); | System.setProperty("user.dir", …)
          System.getProperties().putAll(Map.of("http.proxyHost", "nowhere")); | System.setProperty("http.proxyHost", …)
          var p = new Properties(); p.put("line.separator", "x"); System.setProperties(p); | System.setProperty("line.separator", …)
          System.setProperties(null); | System.setProperties(null)
          System.clearProperty("java.io.tmpdir"); | System.clearProperty("java.io.tmpdir")
          System.getProperties().remove("user.home"); | System.clearProperty("user.home")
          System.setOut(new java.io.PrintStream(java.io.OutputStream.nullOutputStream())); | System.setOut
          System.setErr(new java.io.PrintStream(java.io.OutputStream.nullOutputStream())); | System.setErr
          System.setIn(java.io.InputStream.nullInputStream()); | System.setIn
          Thread.setDefaultUncaughtExceptionHandler((t, e) -> {}); | Thread.setDefaultUncaughtExceptionHandler
          java.net.URL.setURLStreamHandlerFactory(protocol -> null); | URL.setURLStreamHandlerFactory
          java.net.URLConnection.setContentHandlerFactory(type -> null); | URLConnection.setContentHandlerFactory
          java.net.URLConnection.setFileNameMap(name -> "a/b"); | URLConnection.setFileNameMap
          java.net.URLConnection.setDefaultUseCaches("jar", false); | URLConnection.setDefaultUseCaches
          java.net.HttpURLConnection.setFollowRedirects(false); | HttpURLConnection.setFollowRedirects
          javax.net.ssl.HttpsURLConnection.setFollowRedirects(false); | HttpURLConnection.setFollowRedirects
          javax.net.ssl.HttpsURLConnection.setDefaultHostnameVerifier((host, session) -> true); | HttpsURLConnection.setDefaultHostnameVerifier
          javax.net.ssl.HttpsURLConnection.setDefaultSSLSocketFactory(null); | HttpsURLConnection.setDefaultSSLSocketFactory
          javax.net.ssl.SSLContext.setDefault(null); | SSLContext.setDefault
          java.net.Socket.setSocketImplFactory(() -> null); | Socket.setSocketImplFactory
          java.net.DatagramSocket.setDatagramSocketImplFactory(() -> null); | DatagramSocket.setDatagramSocketImplFactory
          java.sql.DriverManager.setLoginTimeout(1); | DriverManager.setLoginTimeout
          java.net.ProxySelector.setDefault(null); | ProxySelector.setDefault
          java.net.Authenticator.setDefault(new java.net.Authenticator() {}); | Authenticator.setDefault
          java.net.CookieHandler.setDefault(new java.net.CookieManager()); | CookieHandler.setDefault
          java.security.Security.setProperty("networkaddress.cache.ttl", "0"); | Security.setProperty("networkaddress.cache.ttl", …)
          java.security.Security.removeProvider("SUN"); | Security.removeProvider("SUN")
          java.util.logging.LogManager.getLogManager().reset(); | LogManager.reset
          java.util.logging.Logger.getLogger("").setLevel(java.util.logging.Level.OFF); | Logger.setLevel of the logger ""
          java.util.logging.Logger.getLogger("io.backupman").setLevel(java.util.logging.Level.OFF); | Logger.setLevel of the logger "io.backupman"
          java.util.logging.Logger.getLogger("").addHandler(new java.util.logging.ConsoleHandler()); | Logger.addHandler of the logger ""
          sun.misc.Signal.handle(new sun.misc.Signal("TERM"), signal -> {}); | Signal.handle(SIGTERM)
          java.util.function.Consumer<Locale> c = Locale::setDefault; c.accept(Locale.FRENCH); | Locale.setDefault
          """)
  void whatWouldChangeTheProcessIsIgnored(String code, String call) throws Exception {
    var before = ProcessState.now();

    assertThat(send(trying(code) + TAKEN)).isEqualTo(Receipt.taken());

    assertThat(ProcessState.now()).isEqualTo(before);
    assertThat(log.text()).contains(ignored(call));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "for (var h : java.util.logging.Logger.getLogger(\"\").getHandlers()) h.close();",
        "System.out.close(); System.err.close();",
        "try (var out = new java.io.PrintWriter(System.err)) { out.print(\"\"); }"
      })
  void whatOthersWriteToStaysOpen(String code) throws Exception {
    assertThat(send(code + TAKEN)).isEqualTo(Receipt.taken());

    assertThat(System.err.checkError()).isFalse();
    assertThat(System.out.checkError()).isFalse();
    assertThat(Logger.getLogger("").getHandlers()).isNotEmpty();
  }

  @Test
  void aSubclassOfTheJdksIsNoWayAround() throws Exception {
    plugin()
        .source(Sources.sending("good", "new Odd().odd(); " + TAKEN))
        .source(
            "package good; public class Odd extends Thread {"
                + " void odd() { setDefaultUncaughtExceptionHandler((t, e) -> {}); } }")
        .service("good.Provider")
        .build(folder.resolve("good.jar"));
    load();
    var before = ProcessState.now();

    send();

    assertThat(ProcessState.now()).isEqualTo(before);
  }

  @Test
  void eachPluginAndCallIsToldOnce() throws Exception {
    send("for (int i = 0; i < 3; i++) TimeZone.setDefault(null); " + TAKEN);
    send();

    assertThat(log.text()).containsOnlyOnce("TimeZone.setDefault");
  }

  @Test
  void anotherMethodOfTheSameNameIsNotMeant() throws Exception {
    plugin()
        .source(Sources.sending("good", "return Receipt.of(Own.exit(4), Own.setDefault(\"x\"));"))
        .source(
            "package good; public class Own { static int exit(int i) { return i; }"
                + " static String setDefault(String s) { return s; } }")
        .service("good.Provider")
        .build(folder.resolve("good.jar"));
    load();

    assertThat(send()).isEqualTo(Receipt.of(4, "x"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "System.setProperty(\"backupman.test.plugin\", \"set\");",
        "System.getProperties().setProperty(\"backupman.test.plugin\", \"set\");",
        "var p = System.getProperties(); p.put(\"backupman.test.plugin\", \"set\");"
            + " System.setProperties(p);",
        "System.getProperties().putIfAbsent(\"backupman.test.plugin\", \"set\");",
        "System.getProperties().computeIfAbsent(\"backupman.test.plugin\", key -> \"set\");",
        "System.getProperties().compute(\"backupman.test.plugin\", (key, none) -> \"set\");",
        "System.getProperties().merge(\"backupman.test.plugin\", \"set\", (a, b) -> b);",
        "System.setProperty(\"backupman.test.plugin\", \"before\");"
            + " System.getProperties().replace(\"backupman.test.plugin\", \"set\");"
      })
  void aPropertyOfALibraryCanBeSet(String code) throws Exception {
    assertThat(
            send(code + "return Receipt.of(1, System.getProperty(\"backupman.test.plugin\"));")
                .detail())
        .isEqualTo("set");
    assertThat(System.getProperty("backupman.test.plugin")).isEqualTo("set");
    assertThat(log.text()).doesNotContain("ignored");
  }

  @Test
  void aCopyOfThePropertiesIsThePluginsOwn() throws Exception {
    send(
        """
        var own = (java.util.Properties) System.getProperties().clone();
        own.setProperty("backupman.test.plugin", "secret-word");
        own.setProperty("http.proxyHost", "nowhere");
        return Receipt.of(1, own.getProperty("backupman.test.plugin") + own.getProperty("java.version"));
        """);

    assertThat(send().detail()).isEqualTo("secret-word" + System.getProperty("java.version"));
    assertThat(System.getProperty("backupman.test.plugin")).isNull();
    assertThat(log.text()).doesNotContain("ignored");
  }

  @Test
  void whatIsSaidAgainIsNoChange() throws Exception {
    send(
        "System.setProperty(\"java.io.tmpdir\", System.getProperty(\"java.io.tmpdir\")); " + TAKEN);

    assertThat(log.text()).doesNotContain("ignored");
  }

  @Test
  void aSecurityProviderIsUsedByItsNameUntilThePluginIsClosed() throws Exception {
    var before = providers();
    plugin()
        .source(
            Sources.sending(
                "good",
                """
                java.security.Security.insertProviderAt(new Own(), 1);
                return Receipt.of(1, "" + java.security.Security.getProvider("Own"));
                """))
        .source(
            "package good; public class Own extends java.security.Provider {"
                + " public Own() { super(\"Own\", \"1\", \"\"); } }")
        .service("good.Provider")
        .build(folder.resolve("good.jar"));
    load();

    assertThat(send().detail()).isEqualTo("Own version 1");
    var with = new ArrayList<>(before);
    with.add("Own");
    assertThat(providers()).as("others are asked first").isEqualTo(with);
    plugins.close();
    assertThat(providers()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "java.security.Security.addProvider(new Own());",
        "java.security.Security.removeProvider(\"Own\");"
            + " java.security.Security.insertProviderAt(new Own(), 1);"
      })
  void aSecurityProviderIsThatOfThePluginWhichAReloadHasLeft(String code) throws Exception {
    plugin()
        .source(Sources.sending("good", code + TAKEN))
        .source(
            "package good; public class Own extends java.security.Provider {"
                + " public Own() { super(\"Own\", \"1\", \"\"); } }")
        .service("good.Provider")
        .build(folder.resolve("good.jar"));
    load();
    send();
    var first = Security.getProvider("Own");
    var before = plugins;
    plugins = new PluginLoader().load(folder);
    send();
    var second = Security.getProvider("Own");
    assertThat(second.getClass()).isNotSameAs(first.getClass());

    before.close();
    assertThat(Security.getProvider("Own")).as("the old plugin is closed").isSameAs(second);

    before = plugins;
    plugins = new PluginLoader().load(folder);
    send();
    plugins.close();
    assertThat(Security.getProvider("Own")).as("the new one was given up").isSameAs(second);
    before.close();
    assertThat(Security.getProvider("Own")).isNull();
  }

  @Test
  void aShutdownHookRunsWhenThePluginIsClosed() throws Exception {
    send(
        """
        var gone = new Thread(() -> System.setProperty("backupman.test.plugin", "wrong"));
        Runtime.getRuntime().addShutdownHook(gone);
        Runtime.getRuntime().removeShutdownHook(gone);
        Runtime.getRuntime().addShutdownHook(
            new Thread(() -> System.setProperty("backupman.test.plugin", "hook")));
        """
            + TAKEN);
    assertThat(System.getProperty("backupman.test.plugin")).isNull();

    plugins.close();

    assertThat(System.getProperty("backupman.test.plugin")).isEqualTo("hook");
  }

  @Test
  void aShutdownHookThatThePluginHasStartedItselfKeepsNothingOpen() throws Exception {
    send(
        """
        var hook = new Thread(() -> {});
        Runtime.getRuntime().addShutdownHook(hook);
        hook.start();
        java.security.Security.addProvider(new java.security.Provider("Own", "1", "") {});
        """
            + TAKEN);

    plugins.close();

    assertThat(providers()).doesNotContain("Own");
  }

  @Test
  void aShutdownHookThatDoesNotEndIsLeftBehind() throws Exception {
    send(
        """
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
          while (!"end".equals(System.getProperty("backupman.test.plugin"))) {
            java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
          }
        }));
        """
            + TAKEN);

    plugins.close();
    System.setProperty("backupman.test.plugin", "end");

    assertThat(log.text())
        .contains("A shutdown hook of the plugin good.jar has not ended within 5 s");
  }

  private static String refused(String call) {
    return "The plugin good.jar called %s, which would end Backupman; the call was refused."
        .formatted(call);
  }

  private static String ignored(String call) {
    return "The plugin good.jar called %s, which would change all of Backupman; the call was ignored."
        .formatted(call);
  }

  private static List<String> providers() {
    return Arrays.stream(Security.getProviders()).map(Provider::getName).toList();
  }

  /** What of the process a plugin could change. */
  private record ProcessState(List<Object> parts) {
    static ProcessState now() {
      var root = Logger.getLogger("");
      var own = Logger.getLogger("io.backupman");
      return new ProcessState(
          Arrays.asList(
              List.of(Locale.getDefault(), Locale.getDefault(Locale.Category.FORMAT)),
              TimeZone.getDefault(),
              Map.copyOf(System.getProperties()),
              List.of(System.out, System.err, System.in),
              Thread.getDefaultUncaughtExceptionHandler(),
              URLConnection.guessContentTypeFromName("a.png"),
              URLConnection.getDefaultUseCaches("jar"),
              HttpURLConnection.getFollowRedirects(),
              HttpsURLConnection.getDefaultHostnameVerifier(),
              HttpsURLConnection.getDefaultSSLSocketFactory(),
              context(),
              ProxySelector.getDefault(),
              Authenticator.getDefault(),
              CookieHandler.getDefault(),
              ResponseCache.getDefault(),
              Security.getProperty("networkaddress.cache.ttl"),
              providers(),
              root.getLevel(),
              List.of(root.getHandlers()),
              own.getLevel(),
              List.of(own.getHandlers())));
    }

    private static SSLContext context() {
      try {
        return SSLContext.getDefault();
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static String trying(String code) {
    return "try { " + code + " } catch (Throwable e) { throw new IllegalStateException(e); } ";
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
    return notifier().send(ExampleReport.notification(), Destination.of("one"));
  }

  private Notifier notifier() {
    return plugins
        .provider("good")
        .orElseThrow()
        .provider()
        .create(MapSettings.of("my", Map.of()), new FixedContext("my"));
  }

  private PluginJar plugin() throws Exception {
    return new PluginJar(work);
  }

  private void load() {
    plugins.close();
    plugins = new PluginLoader().load(folder);
  }
}
