import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Measures backups of a MariaDB against what a shell would do: the same dump program, with the same
 * options, piped into {@code gzip -6} or {@code zstd -3}. Both are done by turns, on a server and a
 * database made for it. On a machine that is busy the ratio says little: several threads gain
 * nothing there. A backup is measured from the request that starts it to the answer that it has
 * finished: with its
 * file made lasting, moved to a local drive, read back and compared.
 */
public final class Dump {
  private static final String USAGE =
      """
      Usage: benchmarks/dump [--mib N] [--rounds N] [--compression gzip|zstd] [--folder FOLDER] [--program FOLDER]
        --mib          how much the rows take as text (256)
        --rounds       how often each is measured (5)
        --compression  only this one (both)
        --folder       where the database, the dumps and the drive are; a database that is there from an earlier
                       time with the same --mib is used again, and kept (a new one, removed at the end)
        --program      the folder with lib/ of a built Backupman (that of this source tree, built if need be)
      Needs mariadbd, mariadb-install-db, mariadb, mariadb-dump, gzip and zstd on the PATH, and Linux for the memory.
      """;

  private static final String DATABASE = "shop";
  private static final String PASSWORD = "benchmark-5e7d";

  private final Options options;
  private final Path folder;

  private Dump(Options options, Path folder) {
    this.options = options;
    this.folder = folder;
  }

  public static void main(String[] args) throws Exception {
    if (List.of(args).contains("--help")) {
      System.out.print(USAGE);
      return;
    }
    var options = Options.parse(args);
    var folder = options.folder();
    var isOurs = folder == null;
    folder = isOurs ? Files.createTempDirectory("backupman-benchmark") : folder.toAbsolutePath();
    try {
      new Dump(options, Files.createDirectories(folder)).run();
    } finally {
      if (isOurs) {
        removeAll(folder);
      }
    }
  }

  private void run() throws Exception {
    try (var server = MariaDb.start(folder.resolve("mariadb-" + options.mebibytes()))) {
      server.fill(options.mebibytes());
      System.out.printf(
          Locale.ROOT,
          "%s processors; %d MiB of rows; %d rounds; medians%n",
          Runtime.getRuntime().availableProcessors(),
          options.mebibytes(),
          options.rounds());
      System.out.println(
          "| compression | tool: s | CPU s | MB | Backupman: s | CPU s | MB | ratio of s | peak RSS MB |");
      System.out.println("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
      for (var compression : options.compressions()) {
        compare(server, compression);
      }
    }
  }

  private void compare(MariaDb server, String compression) throws Exception {
    var tool = new ArrayList<Run>();
    var ours = new ArrayList<Run>();
    try (var backupman = Backupman.serve(folder, options.program(), server.port(), compression)) {
      backupman.backUp(); // a server that runs has compiled its code long ago
      for (int round = 0; round < options.rounds(); round++) {
        tool.add(piped(server, compression));
        ours.add(backupman.backUp());
      }
      System.out.printf(
          Locale.ROOT,
          "| %s | %.1f | %.1f | %.0f | %.1f | %.1f | %.0f | **%.2f** | %d |%n",
          compression,
          Run.median(tool, Run::seconds),
          Run.median(tool, Run::cpuSeconds),
          Run.median(tool, Run::megabytes),
          Run.median(ours, Run::seconds),
          Run.median(ours, Run::cpuSeconds),
          Run.median(ours, Run::megabytes),
          Run.median(ours, Run::seconds) / Run.median(tool, Run::seconds),
          backupman.peakMegabytes());
    }
  }

  /** What somebody would write into a crontab. */
  private Run piped(MariaDb server, String compression) throws Exception {
    var file = folder.resolve("piped");
    var packer = compression.equals("gzip") ? "gzip -6" : "zstd -3 -q";
    var script =
        """
        set -o pipefail
        TIMEFORMAT='%%U %%S'
        time mariadb-dump %s | %s >%s
        """
            .formatted(String.join(" ", server.dumpOptions()), packer, file);
    var begin = System.nanoTime();
    var cpu = output("bash", "-c", script).trim().split(" ");
    var seconds = seconds(begin);
    var size = Files.size(file);
    Files.delete(file);
    return new Run(seconds, Double.parseDouble(cpu[0]) + Double.parseDouble(cpu[1]), size / 1e6);
  }

  private static double seconds(long begin) {
    return (System.nanoTime() - begin) / 1e9;
  }

  /** One measurement; the database server's own time is not in that of the processors. */
  private record Run(double seconds, double cpuSeconds, double megabytes) {
    static double median(List<Run> runs, java.util.function.ToDoubleFunction<Run> what) {
      var sorted = runs.stream().mapToDouble(what).sorted().toArray();
      return sorted[sorted.length / 2];
    }
  }

  private record Options(
      int mebibytes, int rounds, List<String> compressions, Path folder, Path program) {
    static Options parse(String[] args) {
      var words = new LinkedHashMap<String, String>();
      for (int i = 0; i < args.length; i += 2) {
        if (i + 1 == args.length
            || !List.of("--mib", "--rounds", "--compression", "--folder", "--program")
                .contains(args[i])) {
          System.err.print(USAGE);
          System.exit(2);
        }
        words.put(args[i], args[i + 1]);
      }
      var compression = words.get("--compression");
      return new Options(
          Integer.parseInt(words.getOrDefault("--mib", "256")),
          Integer.parseInt(words.getOrDefault("--rounds", "5")),
          compression == null ? List.of("gzip", "zstd") : List.of(compression),
          words.containsKey("--folder") ? Path.of(words.get("--folder")) : null,
          words.containsKey("--program") ? Path.of(words.get("--program")) : null);
    }
  }

  /** A server of Backupman's with one data source and one local drive. */
  private static final class Backupman implements AutoCloseable {
    private static final Pattern ID = Pattern.compile("\"Id\":\"([^\"]+)\"");
    private static final Pattern STATUS = Pattern.compile("\"Status\":\"([a-z]+)\"");

    private final Path folder;
    private final Process process;
    private final int port;
    private final HttpClient http = HttpClient.newHttpClient();

    private Backupman(Path folder, Process process, int port) {
      this.folder = folder;
      this.process = process;
      this.port = port;
    }

    static Backupman serve(Path folder, Path program, int mariaDbPort, String compression)
        throws Exception {
      var own = Files.createDirectories(folder.resolve("backupman"));
      int port = freePort();
      Files.writeString(
          own.resolve("config.yml"),
          """
          data_sources:
            - {provider: mariadb, label: Shop, host: 127.0.0.1, port: %d, db_name: %s, user: backup,
               password: %s, compression: %s, tls: false}
          drives:
            - {provider: local, label: Folder, folder: ./storage}
          http: {host: 127.0.0.1, port: %d, api_keys: [user-key], admin_api_keys: [admin-key]}
          """
              .formatted(mariaDbPort, DATABASE, PASSWORD, compression, port));
      var process =
          new ProcessBuilder(command(program))
              .directory(own.toFile())
              .redirectErrorStream(true)
              .redirectOutput(own.resolve("output.txt").toFile())
              .start();
      var server = new Backupman(own, process, port);
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
          send("GET", "/ping");
          return;
        } catch (IOException e) {
          Thread.sleep(100);
        }
      }
      throw new IllegalStateException(Files.readString(folder.resolve("output.txt")));
    }

    Run backUp() throws Exception {
      var cpu = cpuSeconds();
      var begin = System.nanoTime();
      var id = first(ID, send("POST", "/api/backups"));
      String backup;
      do {
        Thread.sleep((long) Math.clamp(seconds(begin) * 10, 20, 500)); // about a hundredth of it
        backup = send("GET", "/api/backups/" + id);
      } while (first(STATUS, backup).equals("pending"));
      var seconds = seconds(begin);
      if (!first(STATUS, backup).equals("finished")) {
        throw new IllegalStateException(backup);
      }
      return new Run(seconds, cpuSeconds() - cpu, removedCopies() / 1e6);
    }

    private long removedCopies() throws IOException {
      long size = 0;
      try (Stream<Path> files = Files.list(folder.resolve("storage"))) {
        for (var file : files.toList()) {
          size += Files.size(file);
          Files.delete(file);
        }
      }
      return size;
    }

    private String send(String method, String path) throws IOException, InterruptedException {
      var request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
              .header("X-Api-Key", "user-key")
              .method(method, BodyPublishers.noBody())
              .build();
      return http.send(request, BodyHandlers.ofString()).body();
    }

    private static String first(Pattern pattern, String text) {
      var matcher = pattern.matcher(text);
      if (!matcher.find()) {
        throw new IllegalStateException(text);
      }
      return matcher.group(1);
    }

    /** Of the process and the programs that it has run: user and system (proc(5), fields 14–17). */
    private double cpuSeconds() throws IOException {
      var stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
      var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      return Arrays.stream(fields, 11, 15).mapToLong(Long::parseLong).sum() / 100.0;
    }

    long peakMegabytes() throws IOException {
      try (var lines = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
        var peak = lines.filter(line -> line.startsWith("VmHWM")).findFirst().orElseThrow();
        return Long.parseLong(peak.replaceAll("\\D", "")) * 1024 / 1_000_000;
      }
    }

    @Override
    public void close() throws Exception {
      process.destroy();
      process.waitFor();
      removeAll(folder);
    }
  }

  /** A server with a database of its own. */
  private record MariaDb(Path folder, Process process, int port) implements AutoCloseable {
    static MariaDb start(Path folder) throws Exception {
      var data = folder.resolve("data");
      if (!Files.isDirectory(data)) {
        Files.createDirectories(folder);
        var user = "--user=" + System.getProperty("user.name");
        output(
            "mariadb-install-db",
            "--no-defaults",
            user,
            "--datadir=" + data,
            "--auth-root-authentication-method=normal",
            "--skip-test-db");
      }
      int port = freePort();
      var process =
          new ProcessBuilder(
                  "mariadbd",
                  "--no-defaults",
                  "--user=" + System.getProperty("user.name"),
                  "--datadir=" + data,
                  "--port=" + port,
                  "--bind-address=127.0.0.1",
                  "--socket=" + folder.resolve("socket"),
                  "--innodb-buffer-pool-size=2G",
                  "--innodb-flush-log-at-trx-commit=0",
                  "--skip-log-bin")
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("log.txt").toFile())
              .start();
      var server = new MariaDb(folder, process, port);
      server.awaitAnswer();
      return server;
    }

    private void awaitAnswer() throws Exception {
      while (process.isAlive()) {
        try {
          sql("SELECT 1");
          return;
        } catch (IllegalStateException e) {
          Thread.sleep(200);
        }
      }
      throw new IllegalStateException(Files.readString(folder.resolve("log.txt")));
    }

    private List<String> client(String... more) {
      var command = new ArrayList<>(List.of("mariadb", "--no-defaults", "--local-infile"));
      command.addAll(List.of("-S" + folder.resolve("socket"), "-uroot"));
      command.addAll(List.of(more));
      return command;
    }

    private String sql(String statements) {
      return output(client("-NB", "-e", statements).toArray(String[]::new));
    }

    /** Those that Backupman uses, for this server. */
    List<String> dumpOptions() {
      return List.of(
          "--no-defaults --host=127.0.0.1 --protocol=tcp --user=backup --skip-ssl",
          "--port=" + port,
          "--password=" + PASSWORD,
          "--single-transaction --quick --routines --events --triggers --hex-blob",
          "--default-character-set=utf8mb4 --max-allowed-packet=1G",
          DATABASE);
    }

    void fill(int mebibytes) throws Exception {
      if (Files.exists(folder.resolve("full"))) {
        return;
      }
      sql(
          """
          CREATE DATABASE %1$s CHARACTER SET utf8mb4;
          CREATE USER backup@'127.0.0.1' IDENTIFIED BY '%2$s';
          GRANT ALL ON *.* TO backup@'127.0.0.1';
          CREATE TABLE %1$s.orders (id BIGINT PRIMARY KEY, customer VARCHAR(80), email VARCHAR(120),
            street VARCHAR(120), status VARCHAR(16), price DECIMAL(10,2), quantity INT, ordered_at DATETIME);
          CREATE TABLE %1$s.events (id BIGINT PRIMARY KEY, session CHAR(36), at DATETIME(3), body JSON);
          CREATE TABLE %1$s.articles (id BIGINT PRIMARY KEY, title VARCHAR(200), body TEXT);
          CREATE TABLE %1$s.pictures (id BIGINT PRIMARY KEY, picture VARBINARY(4000));
          """
              .formatted(DATABASE, PASSWORD));
      var rows = new Rows();
      long each = mebibytes * 1024L * 1024 / 4;
      load("orders", "", each, rows::order);
      load("events", "", each, rows::event);
      load("articles", "", each, rows::article);
      load("pictures", "(id, @hex) SET picture = UNHEX(@hex)", each, rows::picture);
      Files.createFile(folder.resolve("full"));
    }

    private void load(String table, String columns, long bytes, java.util.function.LongFunction<String> row)
        throws Exception {
      var statement =
          "SET unique_checks=0; LOAD DATA LOCAL INFILE '/dev/stdin' INTO TABLE %s.%s CHARACTER SET utf8mb4 %s"
              .formatted(DATABASE, table, columns);
      var process =
          new ProcessBuilder(client("-e", statement))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      try (Writer out =
          new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), UTF_8), 1 << 16)) {
        long id = 0;
        for (long done = 0; done < bytes; ) {
          var line = row.apply(++id);
          out.write(line);
          done += line.length();
        }
      }
      if (process.waitFor() != 0) {
        throw new IllegalStateException("The rows of " + table + " could not be loaded.");
      }
    }

    @Override
    public void close() throws Exception {
      process.destroy();
      process.waitFor();
    }
  }

  /** Rows as those of a shop, the same each time: words by how often they occur, few that are alike. */
  private static final class Rows {
    private static final LocalDateTime BEGIN = LocalDateTime.parse("2026-01-01T00:00:00");

    private final Random random = new Random(7);
    private final List<String> words = new ArrayList<>();

    Rows() {
      for (int i = 0; i < 20_000; i++) {
        words.add(letters(2 + random.nextInt(9)));
      }
    }

    private String letters(int count) {
      var common = "eeeeettttaaaaooooiiiinnnnsssshhhrrrddlllcummwfgypbvk";
      var text = new StringBuilder();
      for (int i = 0; i < count; i++) {
        text.append(common.charAt(random.nextInt(common.length())));
      }
      return text.toString();
    }

    /** The first words are by far the most frequent, as in a language. */
    private String word() {
      return words.get((int) (words.size() * Math.pow(random.nextDouble(), 3)));
    }

    private String words(int count) {
      return String.join(" ", Stream.generate(this::word).limit(count).toList());
    }

    private String at(long id) {
      return BEGIN.plusSeconds(id * 3 + random.nextInt(3)).toString().replace('T', ' ');
    }

    String order(long id) {
      return String.join(
          "\t",
          Long.toString(id),
          words(2),
          word() + "." + word() + random.nextInt(1000) + "@" + word() + ".example",
          random.nextInt(300) + " " + words(2) + " street",
          List.of("new", "paid", "shipped", "shipped", "shipped", "returned").get(random.nextInt(6)),
          random.nextInt(500) + "." + (10 + random.nextInt(90)),
          Integer.toString(1 + random.nextInt(5)),
          at(id) + "\n");
    }

    String event(long id) {
      var session = new java.util.UUID(random.nextLong(), random.nextLong());
      return id + "\t" + session + "\t" + at(id) + "\t{\"page\": \"/" + word() + "/" + word()
          + "\", \"took_ms\": " + random.nextInt(2000) + ", \"agent\": \"" + word() + "/"
          + random.nextInt(90) + "\", \"customer\": " + random.nextInt(100_000) + "}\n";
    }

    String article(long id) {
      return id + "\t" + words(6) + "\t" + words(50 + random.nextInt(300)) + ".\n";
    }

    /** Bytes that nothing makes smaller; a dump has them in hexadecimal. */
    String picture(long id) {
      var bytes = new byte[500 + random.nextInt(1500)];
      random.nextBytes(bytes);
      return id + "\t" + java.util.HexFormat.of().formatHex(bytes) + "\n";
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** Runs a program to its end. */
  private static String output(String... command) {
    try {
      var process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      var output = new String(process.getInputStream().readAllBytes(), UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(command[0] + ": " + output);
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void removeAll(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
