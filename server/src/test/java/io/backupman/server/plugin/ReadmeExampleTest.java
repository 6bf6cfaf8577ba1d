package io.backupman.server.plugin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.backupman.core.notifier.PluginFile;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.NotificationException;
import io.backupman.notifier.spi.Notifier;
import io.backupman.notifier.testkit.ExampleReport;
import io.backupman.notifier.testkit.FixedContext;
import io.backupman.notifier.testkit.MapSettings;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.yaml.snakeyaml.Yaml;

/** Does what {@code plugins/README.md} tells its reader to do, with the very texts of the page. */
@Timeout(120)
class ReadmeExampleTest {
  private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern FILE =
      Pattern.compile("`(src/[^`]*\\.[^`]+)`[^\n]*\n\n```\\w+\n(.*?)```", Pattern.DOTALL);

  @TempDir Path author;
  @TempDir Path folder;

  private final List<String> received = new CopyOnWriteArrayList<>();
  private final HttpServer chat = start();
  private String readme = "";
  private volatile int answer = 200;

  private HttpServer start() {
    try {
      var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext("/", this::take);
      server.start();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      var headers = exchange.getRequestHeaders();
      received.add(
          String.join(
              "|",
              exchange.getRequestMethod() + " " + exchange.getRequestURI(),
              headers.getFirst("Content-Type"),
              headers.getFirst("User-Agent"),
              new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
      exchange.sendResponseHeaders(answer, -1);
    }
  }

  @BeforeEach
  void buildAsThePageSays() throws Exception {
    readme = Files.readString(REPOSITORY.resolve("plugins/README.md"));
    var files = FILE.matcher(readme);
    while (files.find()) {
      var file = author.resolve(files.group(1));
      Files.createDirectories(file.getParent());
      Files.writeString(file, files.group(2));
    }
    var commands =
        block("sh")
            .replaceFirst("SPI=.*", "SPI='" + PluginJar.spi() + "'")
            .replaceFirst("HTTP=.*", "HTTP='" + jar("io.backupman.notifier.http.HttpSender") + "'")
            .replaceFirst(
                "JSON=.*", "JSON='" + jar("com.fasterxml.jackson.core.JsonFactory") + "'");
    var shell =
        new ProcessBuilder("sh", "-e", "-c", commands).directory(author.toFile()).inheritIO();
    var jdk = Path.of(System.getProperty("java.home"), "bin");
    shell.environment().merge("PATH", jdk.toString(), (old, bin) -> bin + ":" + old);
    var running = shell.start();
    assertThat(running.waitFor(50, TimeUnit.SECONDS)).isTrue();
    assertThat(running.exitValue()).isZero();
    Files.move(author.resolve("chat"), folder.resolve("chat"));
  }

  /**
   * The JAR that a class is in, or one of the folder with it: a build may not have packed it yet.
   */
  private Path jar(String type) throws Exception {
    var place = Class.forName(type).getProtectionDomain().getCodeSource().getLocation().toURI();
    var classes = Path.of(place);
    if (!Files.isDirectory(classes)) {
      return classes;
    }
    var jar = author.resolve("helpers.jar").toString();
    var tool = ToolProvider.findFirst("jar").orElseThrow();
    assertThat(tool.run(System.out, System.err, "cf", jar, "-C", classes.toString(), ".")).isZero();
    return Path.of(jar);
  }

  @AfterEach
  void stop() {
    chat.stop(0);
  }

  @Test
  void theExampleBuildsLoadsAndSends() throws Exception {
    var failed = ExampleReport.bare().error("Wrong password.").build();
    try (var plugins = new PluginLoader().load(folder);
        var notifier = create(plugins)) {
      assertThat(plugins.files())
          .containsExactly(new PluginFile("chat", true, List.of("chat"), ""));
      var destination = notifier.destinations().getFirst();
      assertThat(destination.name()).isEqualTo("On call");
      assertThat(destination.subscription().wants(BackupStatus.FINISHED, "any")).isFalse();

      var receipt = notifier.send(ExampleReport.about(failed), destination);

      assertThat(receipt.statusCode()).hasValue(200);
      assertThat(received)
          .singleElement(STRING)
          .startsWith(
              "POST /hooks/xxx|application/json|Backupman/1.2.3|"
                  + "{\"text\":\"Mysql 1: backup failed\\n\\nWrong password.\\n");
    }
  }

  @Test
  void theExampleSaysWhatWentWrong() {
    answer = 503;
    try (var plugins = new PluginLoader().load(folder);
        var notifier = create(plugins)) {
      assertThat(failure(notifier)).hasMessage(here() + "/*** answered 503 Service Unavailable.");
    }
  }

  @Test
  void theExampleRejectsAnAddressThatCannotBeUsed() {
    try (var plugins = new PluginLoader().load(folder)) {
      var rooms = List.of(Map.of("name", "A", "url", "ftp://chat.example.com/hooks/s3same"));
      var settings = MapSettings.of("operations", Map.of("destinations", rooms));

      plugins
          .provider("chat")
          .orElseThrow()
          .provider()
          .create(settings, new FixedContext("operations"))
          .close();

      assertThat(settings.problems())
          .containsExactly(
              "notifiers.operations.destinations[0].url is not an http or https URL; expected something"
                  + " like https://example.com/hook.");
    }
  }

  @Test
  void theExamplePassesTheTestKit() throws Exception {
    var classes = Files.createDirectory(author.resolve("test-classes"));
    var compiler = javax.tools.ToolProvider.getSystemJavaCompiler();
    try (var files = compiler.getStandardFileManager(null, null, UTF_8)) {
      var path = System.getProperty("java.class.path") + File.pathSeparator + author + "/classes";
      var options = List.of("-d", classes.toString(), "-cp", path, "-proc:none");
      var test =
          files.getJavaFileObjects(author.resolve("src/test/java/com/example/chat/ChatTest.java"));
      assertThat(compiler.getTask(null, files, null, options, null, test).call()).isTrue();
    }
    var chat = folder.resolve("chat/chat.jar");
    var urls = new URL[] {chat.toUri().toURL(), classes.toUri().toURL()};
    try (var loader = new URLClassLoader(urls, getClass().getClassLoader())) {
      var heard = new SummaryGeneratingListener();
      var request =
          LauncherDiscoveryRequestBuilder.request()
              .selectors(selectClass(loader.loadClass("com.example.chat.ChatTest")));

      LauncherFactory.create().execute(request.build(), heard);

      assertThat(heard.getSummary().getFailures())
          .extracting(failure -> failure.getTestIdentifier() + ": " + failure.getException())
          .isEmpty();
      assertThat(heard.getSummary().getTestsSucceededCount()).isGreaterThan(20);
    }
  }

  @Test
  void theVersionsOnThePageAreTheProjects() throws Exception {
    var pom = Files.readString(REPOSITORY.resolve("pom.xml"));
    var version =
        Pattern.compile("<artifactId>backupman</artifactId>\\s*<version>(.*?)<").matcher(pom);
    assertThat(version.find()).isTrue();

    for (var artifact :
        List.of(
            "backupman-notifier-spi", "backupman-notifier-http", "backupman-notifier-testkit")) {
      assertThat(block("xml"))
          .containsPattern(
              "<groupId>io.backupman</groupId>\\s*<artifactId>"
                  + artifact
                  + "</artifactId>\\s*<version>"
                  + Pattern.quote(version.group(1))
                  + "<");
    }
    assertThat(block("sh"))
        .contains("backupman-notifier-spi-" + version.group(1) + ".jar")
        .contains("backupman-notifier-http-" + version.group(1) + ".jar");
  }

  private static NotificationException failure(Notifier notifier) {
    return catchThrowableOfType(
        NotificationException.class,
        () -> notifier.send(ExampleReport.notification(), notifier.destinations().getFirst()));
  }

  /** The notifier of the page's own configuration, but for the address of the server. */
  private Notifier create(Plugins plugins) {
    var text = block("yaml").replace("https://chat.example.com", here());
    Map<String, Map<String, Map<String, Object>>> page = new Yaml().load(text);
    var section = page.getOrDefault("notifiers", Map.of()).getOrDefault("operations", Map.of());
    var settings = MapSettings.of("operations", section);
    var loaded = plugins.provider(String.valueOf(section.get("type"))).orElseThrow();
    var notifier = loaded.provider().create(settings, new FixedContext("operations"));
    assertThat(settings.problems()).isEmpty();
    assertThat(settings.unread()).isEmpty();
    return notifier;
  }

  private String here() {
    return "http://localhost:" + chat.getAddress().getPort();
  }

  private String block(String language) {
    var found = Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(readme);
    assertThat(found.find()).as(language).isTrue();
    return found.group(1);
  }
}
