package io.backupman.server.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.core.drive.WholeLog;
import io.backupman.notifier.spi.Receipt;
import java.nio.file.Path;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A plugin's code does not change the process for others, and the log names the call. */
@Timeout(60)
class ProcessChangesTest {
  @RegisterExtension private final PluginFixture plugins = new PluginFixture();
  private final Path folder = plugins.folder();
  private final WholeLog log = new WholeLog();

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

    assertThat(plugins.send(Sources.trying(code) + Sources.TAKEN)).isEqualTo(Receipt.taken());

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
    assertThat(plugins.send(code + Sources.TAKEN)).isEqualTo(Receipt.taken());

    assertThat(System.err.checkError()).isFalse();
    assertThat(System.out.checkError()).isFalse();
    assertThat(Logger.getLogger("").getHandlers()).isNotEmpty();
  }

  @Test
  void aSubclassOfTheJdksIsNoWayAround() throws Exception {
    plugins
        .jar()
        .source(Sources.sending("good", "new Odd().odd(); " + Sources.TAKEN))
        .source(
            "package good; public class Odd extends Thread {"
                + " void odd() { setDefaultUncaughtExceptionHandler((t, e) -> {}); } }")
        .service("good.Provider")
        .build(folder.resolve("good.jar"));
    plugins.load();
    var before = ProcessState.now();

    plugins.send();

    assertThat(ProcessState.now()).isEqualTo(before);
  }

  @Test
  void eachPluginAndCallIsToldOnce() throws Exception {
    plugins.send("for (int i = 0; i < 3; i++) TimeZone.setDefault(null); " + Sources.TAKEN);
    plugins.send();

    assertThat(log.text()).containsOnlyOnce("TimeZone.setDefault");
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
            plugins
                .send(code + "return Receipt.of(1, System.getProperty(\"backupman.test.plugin\"));")
                .detail())
        .isEqualTo("set");
    assertThat(System.getProperty("backupman.test.plugin")).isEqualTo("set");
    assertThat(log.text()).doesNotContain("ignored");
  }

  @Test
  void aCopyOfThePropertiesIsThePluginsOwn() throws Exception {
    plugins.send(
        """
        var own = (java.util.Properties) System.getProperties().clone();
        own.setProperty("backupman.test.plugin", "secret-word");
        own.setProperty("http.proxyHost", "nowhere");
        return Receipt.of(1, own.getProperty("backupman.test.plugin") + own.getProperty("java.version"));
        """);

    assertThat(plugins.send().detail())
        .isEqualTo("secret-word" + System.getProperty("java.version"));
    assertThat(System.getProperty("backupman.test.plugin")).isNull();
    assertThat(log.text()).doesNotContain("ignored");
  }

  @Test
  void whatIsSaidAgainIsNoChange() throws Exception {
    plugins.send(
        "System.setProperty(\"java.io.tmpdir\", System.getProperty(\"java.io.tmpdir\")); "
            + Sources.TAKEN);

    assertThat(log.text()).doesNotContain("ignored");
  }

  private static String ignored(String call) {
    return "The plugin good.jar called %s, which would change all of Backupman; the call was ignored."
        .formatted(call);
  }
}
