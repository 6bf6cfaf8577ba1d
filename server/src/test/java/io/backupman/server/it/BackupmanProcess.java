package io.backupman.server.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.backupman.api.openapi.Conformance;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The built program in a process of its own. */
final class BackupmanProcess implements AutoCloseable {
  static final Path LIB = Path.of("target", "distribution", "lib").toAbsolutePath();
  static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();
  private static final String NATIVE = "--enable-native-access=ALL-UNNAMED";
  private static final String CLASS_PATH = classPath();
  private static final List<String> MAIN = List.of("-cp", CLASS_PATH, "io.backupman.server.Main");
  private static final Pattern PORT = Pattern.compile("port (\\d+)\\.|http://localhost:(\\d+)");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final List<String> HEARING_HANG_UPS = hearingHangUps();

  private final Process process;
  private final Path output;
  private final List<String> arguments;
  private final List<ProcessHandle> orphans = new ArrayList<>();

  private BackupmanProcess(Process process, Path output, List<String> arguments) {
    this.process = process;
    this.output = output;
    this.arguments = arguments;
  }

  /** Each JAR by its name: a start-up cache holds for one class path. */
  private static String classPath() {
    try (var jars = Files.list(LIB)) {
      return jars.map(Path::toString).sorted().collect(Collectors.joining(File.pathSeparator));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts a command in a folder. */
  static BackupmanProcess start(Path folder, String... arguments) {
    return start(folder, Map.of(), arguments);
  }

  /** Starts a command in a folder, with these variables in its environment. */
  static BackupmanProcess start(Path folder, Map<String, String> env, String... arguments) {
    return start(List.of(), forShort(), folder, env, arguments);
  }

  /** The options of a JVM whose program mostly ends before it pays to compile anything for long. */
  private static List<String> forShort() {
    var jvm = List.of(NATIVE, "-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");
    var faster = new ArrayList<>(jvm);
    faster.addAll(SharedStartupCache.options(jvm, CLASS_PATH));
    return faster;
  }

  /** What starts the program in a shell; its arguments are to follow. */
  static List<String> words() {
    var words = new ArrayList<>(List.of(JAVA));
    words.addAll(forShort());
    words.addAll(MAIN);
    return words;
  }

  private static BackupmanProcess start(
      List<String> prefix,
      List<String> jvm,
      Path folder,
      Map<String, String> env,
      String... arguments) {
    var command = new ArrayList<>(HEARING_HANG_UPS);
    command.addAll(prefix);
    command.add(JAVA);
    command.addAll(jvm);
    command.addAll(MAIN);
    return start(command, folder, env, arguments);
  }

  /** Starts a command by the launcher of a program's folder. */
  static BackupmanProcess launch(
      Path program, Path folder, Map<String, String> env, String... arguments) {
    return start(List.of(program.resolve("backupman").toString()), folder, env, arguments);
  }

  private static BackupmanProcess start(
      List<String> program, Path folder, Map<String, String> env, String... arguments) {
    var command = new ArrayList<>(program);
    command.addAll(List.of(arguments));
    try {
      var output = Files.createTempFile(folder, "output", ".txt");
      var builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile());
      builder.environment().putAll(env);
      return new BackupmanProcess(builder.start(), output, List.of(arguments));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * What runs under nohup ignores hang-ups, and so does all that it starts, but for this prefix,
   * which not every system has.
   */
  private static List<String> hearingHangUps() {
    var prefix = List.of("env", "--default-signal=HUP");
    var attempt = new ArrayList<>(prefix);
    attempt.add("true");
    try {
      var process = new ProcessBuilder(attempt).redirectErrorStream(true).start();
      process.getInputStream().readAllBytes();
      return process.waitFor() == 0 ? prefix : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Runs a command to its end. */
  static BackupmanProcess run(Path folder, String... arguments) {
    var running = start(folder, arguments);
    running.awaitExit(Duration.ofMinutes(2));
    return running;
  }

  /** Starts a server and waits until it listens. */
  static BackupmanProcess serve(Path folder) {
    var server = start(folder, "serve");
    server.port();
    return server;
  }

  /**
   * Starts a server with less memory, and waits until it listens.
   *
   * @param heap the option for it, such as {@code -Xmx128m}
   */
  static BackupmanProcess serve(Path folder, String heap) {
    var server = start(List.of(), List.of(NATIVE, heap), folder, Map.of(), "serve");
    server.port();
    return server;
  }

  /** Starts a server that may have so many files and sockets open, and waits until it listens. */
  static BackupmanProcess serveWithin(int descriptors, Path folder) {
    var limited =
        List.of("bash", "-c", "ulimit -n " + descriptors + " && exec \"$@\"", "backupman");
    var server = start(limited, List.of(NATIVE, "-Xmx256m"), folder, Map.of(), "serve");
    server.port();
    return server;
  }

  String output() {
    try {
      return Files.readString(output, UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The port that it says it listens on; waits for that. */
  int port() {
    await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () -> {
              assertThat(process.isAlive()).as(() -> arguments + ": " + output()).isTrue();
              return PORT.matcher(output()).find();
            });
    var matcher = PORT.matcher(output());
    assertThat(matcher.find()).isTrue();
    return Integer.parseInt(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
  }

  /** The port, if it has said one yet. */
  OptionalInt portIfKnown() {
    return PORT.matcher(output()).find() ? OptionalInt.of(port()) : OptionalInt.empty();
  }

  int awaitExit(Duration longest) {
    try {
      assertThat(process.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS))
          .as(() -> arguments + " has not ended: " + output())
          .isTrue();
      return process.exitValue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  int exitCode() {
    return process.exitValue();
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  /** Types a line into its terminal. */
  void type(String line) throws IOException {
    var keyboard = process.outputWriter(UTF_8);
    keyboard.write(line + "\n");
    keyboard.flush();
  }

  /** As {@code kill -9}. */
  void kill() {
    process.descendants().forEach(orphans::add);
    process.destroyForcibly();
    awaitExit(Duration.ofSeconds(20));
  }

  /** As {@code kill -HUP}. */
  void hangUp() {
    signal("HUP");
  }

  /** As {@code kill -STOP}. */
  void freeze() {
    signal("STOP");
  }

  /** As {@code kill -CONT}. */
  void thaw() {
    signal("CONT");
  }

  private void signal(String name) {
    try {
      var kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
      assertThat(kill.waitFor()).isZero();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The most memory that it ever had in use, as Linux says it. */
  String peakMemory() {
    try (var lines = Files.lines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
      return lines.filter(line -> line.startsWith("VmHWM")).findFirst().orElse("");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As {@code kill}. */
  void terminate() {
    process.destroy();
  }

  JsonNode get(String path) {
    return get(path, "user-key");
  }

  JsonNode get(String path, String key) {
    return json(send(request(path, key).GET().build()));
  }

  JsonNode post(String path, String key, String body) {
    return json(send(request(path, key).POST(HttpRequest.BodyPublishers.ofString(body)).build()));
  }

  HttpResponse<String> answer(String method, String path) {
    return answer(method, path, "user-key");
  }

  HttpResponse<String> answer(String method, String path, String key) {
    return send(request(path, key).method(method, HttpRequest.BodyPublishers.noBody()).build());
  }

  private HttpRequest.Builder request(String path, String key) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
        .timeout(Duration.ofSeconds(30))
        .header("Content-Type", "application/json")
        .header("X-Api-Key", key);
  }

  private static HttpResponse<String> send(HttpRequest request) {
    try {
      var answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
      Conformance.OF_PROGRAM.require(answer);
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode json(HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response::body).isBetween(200, 299);
    try {
      return JSON.readTree(response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts a backup of a data source and waits for its end. */
  JsonNode backUp(String label) {
    return backUp(label, "user-key");
  }

  JsonNode backUp(String label, String key) {
    var started =
        post("/api/backups", key, "{\"Labels\":[\"" + label + "\"]}").get("Results").get(0);
    return awaitEnd(started.get("Id").asText(), key);
  }

  JsonNode awaitEnd(String backupId) {
    return awaitEnd(backupId, "user-key");
  }

  private JsonNode awaitEnd(String backupId, String key) {
    await()
        .atMost(Duration.ofMinutes(2))
        .until(
            () -> !get("/api/backups/" + backupId, key).get("Status").asText().equals("pending"));
    return get("/api/backups/" + backupId, key);
  }

  @Override
  public void close() {
    orphans.forEach(ProcessHandle::destroyForcibly);
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    awaitExit(Duration.ofSeconds(20));
  }
}
