package io.backupman.server.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.core.notifier.PluginFile;
import io.backupman.notifier.testkit.Answer;
import io.backupman.notifier.testkit.ExampleEvents;
import io.backupman.notifier.testkit.FakeReceiver;
import io.backupman.notifier.testkit.FixedContext;
import io.backupman.notifier.testkit.MapSettings;
import io.backupman.notifier.testkit.ReceivedRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

/**
 * Every channel that the build puts into {@code channels/}: its JAR alone is loaded as a plugin,
 * and delivers with the very examples of {@code docs/channels.md}.
 */
@Timeout(60)
class DropInChannelsIT {
  private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();
  private static final Path CHANNELS = Path.of("target", "distribution", "channels");
  private static final String PREFIX = "backupman-notifier-";
  private static final Pattern EXAMPLE = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);
  private static final Pattern ADDRESS = Pattern.compile("https://[^/?#\\s\"]+");
  private static final Pattern SECRET_FILE = Pattern.compile("_file: \\./(\\S+)");

  @TempDir Path plugins;
  @TempDir Path work;

  private final FakeReceiver provider = FakeReceiver.start(Answer.status(200));

  static List<String> types() throws IOException {
    try (var files = Files.list(CHANNELS)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith(PREFIX) && name.endsWith(".jar"))
          .map(name -> name.substring(PREFIX.length(), name.length() - ".jar".length()))
          .sorted()
          .toList();
    }
  }

  @AfterEach
  void stop() {
    provider.close();
  }

  @Test
  void everyDropInChannelWasBuilt() throws Exception {
    try (var modules = Files.list(REPOSITORY.resolve("notifiers"))) {
      assertThat(modules.filter(DropInChannelsIT::isDropIn).map(m -> m.getFileName().toString()))
          .isNotEmpty()
          .allMatch(types()::contains);
    }
  }

  private static boolean isDropIn(Path module) {
    try {
      var pom = module.resolve("pom.xml");
      return Files.exists(pom) && Files.readString(pom).contains("maven-shade-plugin");
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  @ParameterizedTest
  @MethodSource("types")
  void isNotOnTheServersClassPath(String type) {
    try (var loaded = new PluginLoader().load(plugins)) {
      assertThat(loaded.providers()).doesNotContainKey(type);
    }
  }

  @ParameterizedTest
  @MethodSource("types")
  void isLoadedFromItsJarAloneAndDelivers(String type) throws Exception {
    var jar = PREFIX + type + ".jar";
    Files.copy(CHANNELS.resolve(jar), plugins.resolve(jar));

    try (var loaded = new PluginLoader().load(plugins)) {
      assertThat(loaded.files()).containsExactly(new PluginFile(jar, true, List.of(type), ""));
      var examples = examples(type);
      assertThat(examples).as("examples of %s in docs/channels.md", type).isNotEmpty();
      for (var example : examples) {
        deliver(loaded, type, example);
      }
    }
  }

  private void deliver(Plugins loaded, String type, Map<String, Object> example) throws Exception {
    assertThat(example.toString())
        .as("an example that names its address, so that no real provider is called")
        .containsAnyOf(provider.uri().toString(), work.toString());
    var settings = MapSettings.of(type, example);
    provider.answerBy(request -> taken(type, request));
    var made = loaded.provider(type).orElseThrow().provider();
    try (var notifier = made.create(settings, new FixedContext(type))) {
      assertThat(settings.problems()).isEmpty();
      assertThat(settings.unread()).isEmpty();
      for (var destination : notifier.destinations()) {
        var before = traces();
        notifier.send(ExampleEvents.failed(), destination);
        assertThat(traces()).as("traces of a message to %s", destination).isGreaterThan(before);
      }
    }
  }

  /** What each provider says of a message that it has taken. */
  private static Answer taken(String type, ReceivedRequest request) {
    var answer = Answer.status(200);
    return switch (type) {
      case "gotify" -> answer.json("{\"id\":25}");
      case "healthchecks" -> answer.body("OK");
      case "slack" ->
          request.target().startsWith("/services/")
              ? answer.body("ok")
              : answer.json("{\"ok\":true}");
      default -> answer.json("{\"ok\":true,\"id\":\"1\",\"status\":\"success\"}");
    };
  }

  /** What was received, over HTTP or in files. */
  private long traces() throws IOException {
    try (var files = Files.walk(work)) {
      return provider.requests().size() + files.filter(Files::isRegularFile).count();
    }
  }

  private List<Map<String, Object>> examples(String type) throws IOException {
    var page = Files.readString(REPOSITORY.resolve("docs/channels.md"));
    return EXAMPLE
        .matcher(page)
        .results()
        .map(block -> block.group(1))
        .peek(this::writeSecrets)
        .map(this::here)
        .flatMap(block -> sections(block, type))
        .toList();
  }

  /** The example with the receiver for its provider, and with its files in a folder of the test. */
  private String here(String example) {
    return ADDRESS
        .matcher(example)
        .replaceAll(provider.uri().toString())
        .replace(" ./", " " + work + "/");
  }

  /** The files that an example names for secrets: they hold addresses. */
  private void writeSecrets(String example) {
    SECRET_FILE
        .matcher(example)
        .results()
        .forEach(
            file -> {
              try {
                Files.writeString(work.resolve(file.group(1)), provider.uri() + "/from-a-file");
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
  }

  private static Stream<Map<String, Object>> sections(String example, String type) {
    Map<String, Map<String, Map<String, Object>>> page = new Yaml().load(example);
    return page.getOrDefault("notifiers", Map.of()).entrySet().stream()
        .filter(entry -> type.equals(entry.getValue().getOrDefault("type", entry.getKey())))
        .map(entry -> new LinkedHashMap<>(entry.getValue()));
  }
}
