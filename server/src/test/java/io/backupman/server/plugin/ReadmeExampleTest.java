package io.backupman.server.plugin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.backupman.core.notifier.PluginFile;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.NotificationException;
import io.backupman.notifier.spi.Notifier;
import io.backupman.notifier.testkit.ExampleReport;
import io.backupman.notifier.testkit.FixedContext;
import io.backupman.notifier.testkit.MapSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** Does what {@code plugins/README.md} tells its reader to do, with the very texts of the page. */
@Timeout(60)
class ReadmeExampleTest {
  private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern FILE =
      Pattern.compile("`(src/[^`]*\\.[^`]+)`[^\n]*\n\n```\\w+\n(.*?)```", Pattern.DOTALL);

  @TempDir Path author;
  @TempDir Path folder;

  private final List<String> received = new CopyOnWriteArrayList<>();
  private final HttpServer ntfy = start();
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
              headers.getFirst("Priority"),
              headers.getFirst("Authorization"),
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
    var commands = block("sh").replaceFirst("SPI=.*", "SPI='" + PluginJar.spi() + "'");
    var shell =
        new ProcessBuilder("sh", "-e", "-c", commands).directory(author.toFile()).inheritIO();
    var jdk = Path.of(System.getProperty("java.home"), "bin");
    shell.environment().merge("PATH", jdk.toString(), (old, bin) -> bin + ":" + old);
    var running = shell.start();
    assertThat(running.waitFor(50, TimeUnit.SECONDS)).isTrue();
    assertThat(running.exitValue()).isZero();
    Files.copy(author.resolve("ntfy.jar"), folder.resolve("ntfy.jar"));
  }

  @AfterEach
  void stop() {
    ntfy.stop(0);
  }

  @Test
  void theExampleBuildsLoadsAndSends() throws Exception {
    var failed = ExampleReport.bare().error("Wrong password.").build();
    try (var plugins = new PluginLoader().load(folder);
        var notifier = create(plugins)) {
      assertThat(plugins.files())
          .containsExactly(new PluginFile("ntfy.jar", true, List.of("ntfy"), ""));
      var destination = notifier.destinations().getFirst();
      assertThat(destination.name()).isEqualTo("On call");
      assertThat(destination.subscription().wants(BackupStatus.FINISHED, "any")).isFalse();

      var receipt = notifier.send(ExampleReport.about(failed), destination);

      assertThat(receipt.statusCode()).hasValue(200);
      assertThat(received)
          .singleElement(STRING)
          .startsWith(
              "POST /backups-7f3a|high|Bearer tk_example|Backupman/1.2.3|"
                  + "Mysql 1: backup failed\n\nWrong password.\n\n");
    }
  }

  @Test
  void theExampleSaysWhatWentWrong() {
    answer = 503;
    try (var plugins = new PluginLoader().load(folder);
        var notifier = create(plugins)) {
      assertThat(failure(notifier)).hasMessage("ntfy answered 503.");
    }
  }

  @Test
  void theExampleRejectsATopicThatCannotBeUsed() {
    try (var plugins = new PluginLoader().load(folder)) {
      var settings =
          MapSettings.of("phone", Map.of("topics", List.of(Map.of("name", "A", "topic", "a/b"))));

      plugins
          .provider("ntfy")
          .orElseThrow()
          .provider()
          .create(settings, new FixedContext("phone"))
          .close();

      assertThat(settings.problems())
          .containsExactly(
              "notifiers.phone.topics[0].topic may only hold letters, digits, - and _.",
              "notifiers.phone.topics names no topic that could be used.");
    }
  }

  @Test
  void theVersionsOnThePageAreTheProjects() throws Exception {
    var pom = Files.readString(REPOSITORY.resolve("pom.xml"));
    var version =
        Pattern.compile("<artifactId>backupman</artifactId>\\s*<version>(.*?)<").matcher(pom);
    assertThat(version.find()).isTrue();

    assertThat(block("xml"))
        .containsPattern(
            "<groupId>io.backupman</groupId>\\s*<artifactId>backupman-notifier-spi</artifactId>\\s*"
                + "<version>"
                + Pattern.quote(version.group(1))
                + "<");
    assertThat(block("sh")).contains("backupman-notifier-spi-" + version.group(1) + ".jar");
  }

  private static NotificationException failure(Notifier notifier) {
    return catchThrowableOfType(
        NotificationException.class,
        () -> notifier.send(ExampleReport.notification(), notifier.destinations().getFirst()));
  }

  /** The notifier of the page's own configuration, but for the address of the server. */
  private Notifier create(Plugins plugins) {
    Map<String, Map<String, Map<String, Object>>> page = new Yaml().load(block("yaml"));
    var section =
        new LinkedHashMap<>(
            page.getOrDefault("notifiers", Map.of()).getOrDefault("phone", Map.of()));
    section.put("url", "http://localhost:" + ntfy.getAddress().getPort());
    var settings = MapSettings.of("phone", section);
    var loaded = plugins.provider(String.valueOf(section.get("type"))).orElseThrow();
    var notifier = loaded.provider().create(settings, new FixedContext("phone"));
    assertThat(settings.problems()).isEmpty();
    return notifier;
  }

  private String block(String language) {
    var found = Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(readme);
    assertThat(found.find()).as(language).isTrue();
    return found.group(1);
  }
}
