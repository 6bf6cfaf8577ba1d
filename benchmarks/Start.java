import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Measures how long commands take and how soon the server answers, against a Java program that does
 * nothing, by turns; the memory of the server; and what it takes of a processor and asks of a
 * MariaDB while nothing happens. All with the start-up cache that the launcher makes.
 */
public final class Start {
  private static final String USAGE =
      """
      Usage: benchmarks/start [--rounds N] [--idle N] [--launcher FILE]
        --rounds    how often each is measured (11)
        --idle      for how many seconds nothing happens (120); 0 leaves that out
        --launcher  the program of an unpacked archive (that of this source tree, built if need be)
      Needs mariadbd, mariadb-install-db and mariadb on the PATH for the idle server, and Linux for its memory.
      """;

  private static final String PASSWORD = "benchmark-5e7d";

  private final String launcher;
  private final Path folder;
  private final int port;

  private Start(String launcher, Path folder, int port) {
    this.launcher = launcher;
    this.folder = folder;
    this.port = port;
  }

  /** The program that does nothing. */
  public static final class Nothing {
    public static void main(String[] args) {
      System.out.println("nothing");
    }
  }

  public static void main(String[] args) throws Exception {
    var words = Programs.options(args, USAGE, List.of("--rounds", "--idle", "--launcher"));
    var home = Path.of(System.getProperty("backupman.home"));
    var launcher = Path.of(words.getOrDefault("--launcher", home.resolve("backupman").toString()));
    var folder = Files.createTempDirectory("backupman-benchmark");
    try {
      var start = new Start(launcher.toAbsolutePath().toString(), folder, Programs.freePort());
      start.writeConfig("{provider: embedded}");
      start.run(Integer.parseInt(words.getOrDefault("--rounds", "11")));
      var idle = Integer.parseInt(words.getOrDefault("--idle", "120"));
      if (idle > 0) {
        start.idle(idle);
      }
    } finally {
      Programs.removeAll(folder);
    }
  }

  private void writeConfig(String database) throws IOException {
    Files.writeString(
        folder.resolve("config.yml"),
        """
        database: %s
        data_sources:
          - {provider: sqlite, label: Shop, db_path: ./shop.db, cron: "0 3 1 1 *"}
        drives:
          - {provider: local, label: Folder, folder: ./storage}
        notifiers:
          webhook: {enabled: true, endpoints: [{name: receiver, url: "http://127.0.0.1:9/"}]}
        http: {host: 127.0.0.1, port: %d, api_keys: [user-key], admin_api_keys: [admin-key]}
        """
            .formatted(database, port));
  }

  private void run(int rounds) throws Exception {
    command("startup-cache");
    var times = new LinkedHashMap<String, List<Double>>();
    var memory = new ArrayList<Double>();
    for (int round = -1; round < rounds; round++) {
      var counts = round >= 0; // the first round reads files that no memory holds yet
      for (var name : List.of("nothing", "version", "list", "health", "serve")) {
        var seconds =
            switch (name) {
              case "nothing" -> nothing();
              case "serve" -> serve(memory, counts);
              default -> command(name);
            };
        if (counts) {
          times.computeIfAbsent(name, n -> new ArrayList<>()).add(seconds);
        }
      }
    }
    print(times, rounds);
    System.out.printf(
        Locale.ROOT, "serve (embedded), 5 s after its start: %.0f MB resident%n", Programs.median(memory));
  }

  private static void print(Map<String, List<Double>> times, int rounds) {
    System.out.printf(
        Locale.ROOT,
        "%d processors; JDK %s; %d rounds; medians%n",
        Runtime.getRuntime().availableProcessors(),
        Runtime.version().feature(),
        rounds);
    var nothing = Programs.median(times.get("nothing"));
    System.out.println("| what | s | ratio to a program that does nothing |");
    System.out.println("| --- | ---: | ---: |");
    times.forEach(
        (name, seconds) ->
            System.out.printf(
                Locale.ROOT,
                "| %s | %.2f | %.1f |%n",
                name.equals("serve") ? "serve, first answer" : name,
                Programs.median(seconds),
                Programs.median(seconds) / nothing));
  }

  private static double nothing() throws Exception {
    var java = ProcessHandle.current().info().command().orElseThrow();
    return timed(
        new ProcessBuilder(java, "-cp", System.getProperty("java.class.path"), "Start$Nothing"));
  }

  /** What a command answers does not count: nothing can be reached here, and health says so. */
  private double command(String... words) throws Exception {
    var command = new ArrayList<>(List.of(launcher));
    command.addAll(List.of(words));
    return timed(new ProcessBuilder(command).directory(folder.toFile()));
  }

  private static double timed(ProcessBuilder program) throws Exception {
    var begin = System.nanoTime();
    var process = program.redirectErrorStream(true).start();
    process.getInputStream().readAllBytes();
    process.waitFor();
    return Programs.seconds(begin);
  }

  private Process started() throws IOException {
    return new ProcessBuilder(launcher, "serve")
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("output.txt").toFile())
        .start();
  }

  private double serve(List<Double> memory, boolean counts) throws Exception {
    var begin = System.nanoTime();
    var process = started();
    awaitAnswer(process);
    var seconds = Programs.seconds(begin);
    if (counts) {
      Thread.sleep(5_000);
      memory.add(Programs.residentMegabytes(process));
    }
    process.destroy();
    process.waitFor();
    return seconds;
  }

  private void awaitAnswer(Process process) throws Exception {
    while (process.isAlive()) {
      try {
        var connection =
            (HttpURLConnection) URI.create("http://127.0.0.1:" + port + "/ping").toURL().openConnection();
        connection.getInputStream().readAllBytes();
        return;
      } catch (IOException e) {
        Thread.sleep(5);
      }
    }
    throw new IllegalStateException(Files.readString(folder.resolve("output.txt")));
  }

  private void idle(int seconds) throws Exception {
    try (var database = MariaDbServer.start(folder.resolve("mariadb"))) {
      database.sql(
          """
          CREATE DATABASE backupman;
          CREATE USER backupman@'127.0.0.1' IDENTIFIED BY '%s';
          GRANT ALL ON *.* TO backupman@'127.0.0.1';
          """
              .formatted(PASSWORD));
      writeConfig(
          "{provider: mariadb, host: 127.0.0.1, port: %d, db_name: backupman, user: backupman, password: %s}"
              .formatted(database.port(), PASSWORD));
      var process = started();
      awaitAnswer(process);
      Thread.sleep(60_000); // the first minute has what only happens at a start
      var cpu = Programs.cpuSeconds(process);
      var statements = statements(database);
      Thread.sleep(seconds * 1000L);
      System.out.printf(
          Locale.ROOT,
          "idle for %d s: %.2f %% of a processor; %.0f statements a minute of MariaDB%n",
          seconds,
          (Programs.cpuSeconds(process) - cpu) * 100 / seconds,
          (statements(database) - statements - 1) * 60.0 / seconds);
      process.destroy();
      process.waitFor();
    }
  }

  private static long statements(MariaDbServer database) {
    return Long.parseLong(
        database
            .sql("SELECT variable_value FROM information_schema.global_status WHERE variable_name = 'QUESTIONS'")
            .trim());
  }
}
