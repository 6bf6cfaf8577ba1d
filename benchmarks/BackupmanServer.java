import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A server of Backupman's, a process of its own with a folder of its own. */
final class BackupmanServer implements AutoCloseable {
  private final Path folder;
  private final Process process;
  private final int port;
  private final HttpClient http = HttpClient.newHttpClient();

  private BackupmanServer(Path folder, Process process, int port) {
    this.folder = folder;
    this.process = process;
    this.port = port;
  }

  /**
   * Starts a server and waits for its first answer.
   *
   * @param folder is made, and removed at the end
   * @param program the folder with {@code lib/} of a built Backupman, or null for that of this
   *     source tree
   * @param config {@code config.yml} without its part {@code http}
   */
  static BackupmanServer serve(Path folder, Path program, String config) throws Exception {
    Files.createDirectories(folder);
    int port = Programs.freePort();
    var http =
        "http: {host: 127.0.0.1, port: %d, api_keys: [user-key], admin_api_keys: [admin-key]}\n"
            .formatted(port);
    Files.writeString(folder.resolve("config.yml"), config + http);
    var process =
        new ProcessBuilder(command(program))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output.txt").toFile())
            .start();
    var server = new BackupmanServer(folder, process, port);
    server.awaitAnswer();
    return server;
  }

  private static List<String> command(Path program) {
    if (program == null) {
      return List.of(Path.of(System.getProperty("backupman.home"), "backupman").toString(), "serve");
    }
    var command = new ArrayList<String>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.add("--enable-native-access=ALL-UNNAMED");
    var more = System.getenv("BACKUPMAN_OPTS");
    if (more != null) {
      command.addAll(List.of(more.trim().split(" +")));
    }
    command.addAll(List.of("-cp", program + "/lib/*", "io.backupman.server.Main", "serve"));
    return command;
  }

  private void awaitAnswer() throws Exception {
    while (process.isAlive()) {
      try {
        get("/ping");
        return;
      } catch (IOException e) {
        Thread.sleep(100);
      }
    }
    throw new IllegalStateException(output());
  }

  /** What the server has logged. */
  String output() throws IOException {
    return Files.readString(folder.resolve("output.txt"));
  }

  Path folder() {
    return folder;
  }

  String get(String path) throws IOException, InterruptedException {
    return http.send(request(path).build(), BodyHandlers.ofString()).body();
  }

  /** Sends JSON as the administrator; fails unless it is accepted. */
  String post(String path, String json) throws IOException, InterruptedException {
    var request = request(path).POST(BodyPublishers.ofString(json));
    if (!json.isEmpty()) {
      request.header("Content-Type", "application/json");
    }
    HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
    if (answer.statusCode() / 100 != 2) {
      throw new IllegalStateException(path + ": " + answer.body());
    }
    return answer.body();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .header("X-Api-Key", "admin-key");
  }

  /** What a pattern's group finds first in an answer. */
  static String first(Pattern pattern, String text) {
    var matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw new IllegalStateException(text);
    }
    return matcher.group(1);
  }

  /** Of the process and the programs that it has run. */
  double cpuSeconds() throws IOException {
    return Programs.cpuSeconds(process);
  }

  /** The most memory that it has had. */
  double peakMegabytes() throws IOException {
    return Programs.peakMegabytes(process);
  }

  @Override
  public void close() throws Exception {
    process.destroy();
    process.waitFor();
    Programs.removeAll(folder);
  }
}
