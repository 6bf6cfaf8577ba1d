import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Lets the packaged program run under load and faults, and shows whether anything grows: two
 * databases are backed up each second, receivers fail, take their time or hang up, the
 * configuration is reloaded, and the MariaDB that has both the databases and Backupman's own
 * records is killed and started again. Backups are deleted by the API but for the newest. At the
 * end every report that the API has must have arrived wherever it was due; what has not is printed,
 * and the exit code is 1.
 */
public final class Soak {
  private static final String USAGE =
      """
      Usage: benchmarks/soak [--minutes N] [--folder FOLDER] [--program FOLDER]
        --minutes  how long (30)
        --folder   where the database, the dumps and the drive are (a new one, removed at the end)
        --program  the folder with lib/ and channels/ of a built Backupman (that of this source tree, built if need be)
      Needs mariadbd, mariadb-install-db, mariadb and mariadb-dump on the PATH, and Linux.
      """;

  /** A server that has just started still grows into its memory. */
  private static final Duration WARM_UP = Duration.ofSeconds(60);

  private static final Duration SAMPLED_EACH = Duration.ofSeconds(10);
  private static final Duration RELOADED_EACH = Duration.ofSeconds(45);
  private static final Duration DATABASE_AWAY_FOR = Duration.ofSeconds(10);
  private static final int KEPT_BACKUPS = 60;
  private static final int ROWS = 12;

  private final Duration length;
  private final Path folder;
  private final Path program;
  private final Counts counts = new Counts();
  private volatile boolean ended;

  private Soak(Duration length, Path folder, Path program) {
    this.length = length;
    this.folder = folder;
    this.program = program;
  }

  public static void main(String[] args) throws Exception {
    var words = Programs.options(args, USAGE, List.of("--minutes", "--folder", "--program"));
    var given = words.get("--folder");
    var folder =
        given == null
            ? Files.createTempDirectory("backupman-soak")
            : Files.createDirectories(Path.of(given).toAbsolutePath());
    var program = words.get("--program");
    boolean isFine;
    try {
      var length = Duration.ofSeconds(Math.round(60 * Double.parseDouble(words.getOrDefault("--minutes", "30"))));
      isFine = new Soak(length, folder, program == null ? null : Path.of(program).toAbsolutePath()).run();
    } finally {
      if (given == null) {
        Programs.removeAll(folder);
      }
    }
    System.exit(isFine ? 0 : 1);
  }

  private boolean run() throws Exception {
    try (var database = new MariaDb(folder.resolve("mariadb"));
        var receivers = new Receivers();
        var backupman = new Backupman(folder.resolve("backupman"), program, database.port, receivers)) {
      var load = Thread.ofVirtual().start(() -> load(backupman));
      var faults = Thread.ofVirtual().start(() -> faults(backupman, database));
      var samples = watch(backupman, receivers);
      ended = true;
      load.join();
      faults.join();
      Sample.printRatios(samples);
      return settled(backupman, receivers);
    }
  }

  // ---- what happens meanwhile

  private void load(Backupman backupman) {
    Deque<String> finished = new ArrayDeque<>();
    try {
      while (!ended) {
        var begin = System.nanoTime();
        counts.add("POST /api/backups " + status(backupman.start(finished)));
        while (finished.size() > KEPT_BACKUPS) {
          int status = backupman.status("DELETE", "/api/backups/" + finished.getFirst());
          if (status != 204 && status != 404) {
            break; // pending, or the database is away
          }
          finished.removeFirst();
          counts.add("deleted");
        }
        Thread.sleep(Math.max(1, 1000 - (System.nanoTime() - begin) / 1_000_000));
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String status(int status) {
    return status == 0 ? "no answer" : Integer.toString(status);
  }

  private void faults(Backupman backupman, MariaDb database) {
    var outages = Duration.ofSeconds(Math.max(60, length.toSeconds() / 10));
    try {
      for (int second = 1; !ended; second++) {
        Thread.sleep(1000);
        if (second % RELOADED_EACH.toSeconds() == 0) {
          backupman.reload(second % 2 == 0);
          counts.add("reloads");
        }
        if (second % outages.toSeconds() == outages.toSeconds() / 2) {
          database.kill();
          Thread.sleep(DATABASE_AWAY_FOR.toMillis());
          database.start();
          counts.add("times without database");
        }
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private List<Sample> watch(Backupman backupman, Receivers receivers) throws Exception {
    var samples = new ArrayList<Sample>();
    var begin = System.nanoTime();
    Thread.sleep(Math.min(WARM_UP.toMillis(), length.toMillis() / 10));
    Sample.printHead();
    long printed = -1;
    while (true) {
      var passed = Duration.ofNanos(System.nanoTime() - begin);
      var sample = backupman.sample(passed, receivers.arrived());
      if (sample != null) {
        samples.add(sample);
      }
      boolean isEnd = passed.compareTo(length) >= 0;
      long row = passed.toSeconds() * ROWS / Math.max(1, length.toSeconds());
      if (sample != null && (row > printed || isEnd)) {
        sample.print();
        printed = row;
      }
      if (isEnd) {
        return samples;
      }
      Thread.sleep(SAMPLED_EACH.toMillis());
    }
  }

  /** Waits until nothing is pending, then compares what is recorded with what has arrived. */
  private boolean settled(Backupman backupman, Receivers receivers) throws Exception {
    var end = System.nanoTime() + Duration.ofMinutes(5).toNanos();
    while (!backupman.isSettled() && System.nanoTime() < end) {
      Thread.sleep(500);
    }
    var due = backupman.reports();
    System.out.println();
    counts.print();
    System.out.printf("%s reports of backups (%s) are recorded.%n", due.size(), backupman.outcomes());
    boolean isFine = backupman.isSettled();
    if (!isFine) {
      System.out.println("**Not everything has ended five minutes later.**");
    }
    for (var name : receivers.reliable()) {
      var lost = new TreeSet<>(due);
      lost.removeAll(receivers.arrived(name));
      System.out.printf(
          "%s: %s of %s arrived, %s requests%s%n",
          name,
          due.size() - lost.size(),
          due.size(),
          receivers.requests(name),
          lost.isEmpty() ? "." : "; **lost: " + lost + "**");
      isFine &= lost.isEmpty();
    }
    return isFine;
  }

  private static final class Counts {
    private final Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();

    void add(String what) {
      counts.computeIfAbsent(what, any -> new AtomicInteger()).incrementAndGet();
    }

    void print() {
      counts.entrySet().stream()
          .sorted(Map.Entry.comparingByKey())
          .forEach(count -> System.out.println(count.getKey() + ": " + count.getValue()));
    }
  }

  /** What was seen at a moment; memory after a collection of garbage. */
  private record Sample(
      Duration at,
      double backups,
      double arrived,
      double heap,
      double resident,
      double threads,
      double descriptors,
      double connections,
      double drive,
      double tmpFiles) {
    private static final Map<String, ToDoubleFunction<Sample>> COLUMNS = new LinkedHashMap<>();

    static {
      COLUMNS.put("Backups ended", Sample::backups);
      COLUMNS.put("Reports arrived", Sample::arrived);
      COLUMNS.put("Heap MB", Sample::heap);
      COLUMNS.put("Resident MB", Sample::resident);
      COLUMNS.put("Threads", Sample::threads);
      COLUMNS.put("Descriptors", Sample::descriptors);
      COLUMNS.put("Connections", Sample::connections);
      COLUMNS.put("Drive MB", Sample::drive);
      COLUMNS.put("Temporary files", Sample::tmpFiles);
    }

    static void printHead() {
      System.out.println("| Minute | " + String.join(" | ", COLUMNS.keySet()) + " |");
      System.out.println("| ---: |" + " ---: |".repeat(COLUMNS.size()));
    }

    void print() {
      var line = new StringBuilder("| %.1f |".formatted(at.toSeconds() / 60.0));
      COLUMNS.values().forEach(column -> line.append(shown(column.applyAsDouble(this))));
      System.out.println(line);
    }

    private static String shown(double value) {
      return String.format(Locale.ROOT, value == Math.rint(value) ? " %.0f |" : " %.1f |", value);
    }

    /** The mean of the last third against that of the first. */
    static void printRatios(List<Sample> samples) {
      var third = Math.max(1, samples.size() / 3);
      var line = new StringBuilder("| last third / first |  |  |");
      COLUMNS.entrySet().stream()
          .skip(2)
          .forEach(
              column -> {
                var first = mean(samples.subList(0, third), column.getValue());
                var last = mean(samples.subList(samples.size() - third, samples.size()), column.getValue());
                line.append(first == 0 ? " – |" : String.format(Locale.ROOT, " **%.2f** |", last / first));
              });
      System.out.println(line);
    }

    private static double mean(List<Sample> samples, ToDoubleFunction<Sample> column) {
      return samples.stream().mapToDouble(column).average().orElse(0);
    }
  }

  /** The server. */
  private static final class Backupman implements AutoCloseable {
    private static final Pattern ID = Pattern.compile("\\{\"Id\":\"([0-9a-f-]{36})\",\"Status\"");
    private static final Pattern REPORT =
        Pattern.compile("\\{\"Id\":\"([0-9a-f-]{36})\",\"Event\":\"backup_report\"[^{]*?\"Status\":\"([a-z]+)\"");
    private static final Pattern NEXT = Pattern.compile("\"Next\":\"([^\"]+)\"");

    private final Path folder;
    private final Process process;
    private final int port = Programs.freePort();
    private final int databasePort;
    private final Receivers receivers;
    private final Path tmp;
    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, Integer> outcomes = new HashMap<>();
    private int reloads;

    Backupman(Path folder, Path program, int databasePort, Receivers receivers) throws Exception {
      this.folder = Files.createDirectories(folder);
      this.databasePort = databasePort;
      this.receivers = receivers;
      this.tmp = Files.createDirectories(folder.resolve("java-tmp"));
      writeConfig();
      this.process =
          new ProcessBuilder(command(program))
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("output.txt").toFile())
              .start();
      awaitAnswer();
    }

    /** The same each time, but for what makes the notifiers anew. */
    private void writeConfig() throws IOException {
      var file = Files.writeString(folder.resolve("config.new"), config());
      Files.move(file, folder.resolve("config.yml"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    private String config() {
      var source =
          "  - {provider: mariadb, label: %1$s, host: 127.0.0.1, port: %2$d, db_name: %1$s, user: backup, password: %3$s}\n";
      return """
          database: {provider: mariadb, host: 127.0.0.1, port: %d, db_name: backupman, user: backup, password: %s}
          data_sources:
          %s%sdrives:
            - {provider: local, label: Folder, folder: ./storage}
          notifiers:
            mail:
              enabled: true
              smtp_host: 127.0.0.1
              smtp_port: %d
              smtp_from: backupman@example.com
              timeout: %ds
              destinations: [{name: Mail, email: ann@example.com}]
            webhook:
              enabled: true
              endpoints:
          %sdelivery: {retry_delays: [1s, 2s, 5s, 10s, 20s, 40s]}
          retention: {enabled: true, by: age, value: 1}
          http: {host: 127.0.0.1, port: %d, api_keys: [user-key], admin_api_keys: [admin-key]}
          log: {level: error}
          """
          .formatted(
              databasePort,
              MariaDb.PASSWORD,
              source.formatted("shop", databasePort, MariaDb.PASSWORD),
              source.formatted("blog", databasePort, MariaDb.PASSWORD),
              receivers.smtpPort(),
              60 + reloads % 10,
              receivers.endpoints(),
              port);
    }

    private List<String> command(Path program) {
      if (program == null) {
        return List.of(Path.of(System.getProperty("backupman.home"), "backupman").toString(), "serve");
      }
      var java = ProcessHandle.current().info().command().orElse("java");
      return List.of(
          java,
          "--enable-native-access=ALL-UNNAMED",
          "-XX:+UseSerialGC",
          "-Xms24m",
          "-Xmx512m",
          "-Djava.io.tmpdir=" + tmp,
          "-cp",
          program + "/lib/*",
          "io.backupman.server.Main",
          "serve");
    }

    private void awaitAnswer() throws Exception {
      while (process.isAlive()) {
        if (status("GET", "/ping") == 200) {
          return;
        }
        Thread.sleep(200);
      }
      throw new IllegalStateException(Files.readString(folder.resolve("output.txt")));
    }

    /** Starts what can be started; what it started will be deleted some time. */
    int start(Deque<String> started) throws InterruptedException {
      var answer = send("POST", "/api/backups");
      if (answer == null) {
        return 0;
      }
      if (answer.statusCode() == 202) {
        ID.matcher(answer.body()).results().forEach(id -> started.add(id.group(1)));
      }
      return answer.statusCode();
    }

    /** By the signal, or by the API. */
    void reload(boolean bySignal) throws Exception {
      reloads++;
      writeConfig();
      if (bySignal) {
        Programs.output("kill", "-HUP", Long.toString(process.pid()));
      } else {
        status("POST", "/api/admin/notifiers/reload");
      }
    }

    int status(String method, String path) throws InterruptedException {
      var answer = send(method, path);
      return answer == null ? 0 : answer.statusCode();
    }

    private HttpResponse<String> send(String method, String path) throws InterruptedException {
      var request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
              .timeout(Duration.ofSeconds(20))
              .header("X-Api-Key", "admin-key")
              .method(method, BodyPublishers.noBody())
              .build();
      try {
        return http.send(request, BodyHandlers.ofString());
      } catch (IOException e) {
        return null;
      }
    }

    /** {@code null} while the metrics do not tell all, because the database is away. */
    Sample sample(Duration at, int arrived) throws Exception {
      Programs.output(jcmd(), Long.toString(process.pid()), "GC.run");
      var answer = send("GET", "/observe/metrics");
      if (answer == null || answer.statusCode() != 200) {
        return null;
      }
      var metrics = answer.body();
      return new Sample(
          at,
          sum(metrics, "backupman_backups_total"),
          arrived,
          Math.round(sum(metrics, "jvm_memory_used_bytes\\{area=\"heap\"") / 1e5) / 10.0,
          Math.round(sum(metrics, "process_resident_memory_bytes") / 1e6),
          sum(metrics, "jvm_threads_current"),
          entries("/proc/" + process.pid() + "/fd"),
          sum(metrics, "backupman_database_connections\\{"),
          Math.round(bytes(folder.resolve("storage")) / 1e4) / 100.0,
          entries(folder.resolve("tmp").toString()) + entries(tmp.toString()));
    }

    private static String jcmd() {
      return Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    }

    private static double sum(String metrics, String beginning) {
      return Pattern.compile("(?m)^" + beginning + ".* ([0-9.E+-]+)$")
          .matcher(metrics)
          .results()
          .mapToDouble(line -> Double.parseDouble(line.group(1)))
          .sum();
    }

    private static double entries(String folder) throws IOException {
      if (!Files.isDirectory(Path.of(folder))) {
        return 0;
      }
      try (Stream<Path> entries = Files.list(Path.of(folder))) {
        return entries.count();
      }
    }

    private static double bytes(Path folder) throws IOException {
      try (Stream<Path> files = Files.walk(folder)) {
        return files
            .map(Path::toFile)
            .filter(java.io.File::isFile)
            .mapToLong(java.io.File::length)
            .sum();
      }
    }

    boolean isSettled() throws InterruptedException {
      var pending = send("GET", "/api/backups?status=pending&limit=1");
      var waiting = send("GET", "/api/reports?delivery=pending&limit=1");
      return pending != null
          && waiting != null
          && pending.body().startsWith("{\"Results\":[]")
          && waiting.body().startsWith("{\"Results\":[]");
    }

    /** The ids of all reports of backups that have ended. */
    Set<String> reports() throws InterruptedException {
      var ids = new HashSet<String>();
      outcomes.clear();
      String after = "";
      while (after != null) {
        var answer = send("GET", "/api/reports?event=backup_report&limit=1000" + after);
        if (answer == null || answer.statusCode() != 200) {
          throw new IllegalStateException("The reports cannot be listed");
        }
        REPORT
            .matcher(answer.body())
            .results()
            .forEach(
                report -> {
                  ids.add(report.group(1));
                  outcomes.merge(report.group(2), 1, Integer::sum);
                });
        var next = NEXT.matcher(answer.body());
        after = next.find() ? "&after=" + next.group(1) : null;
      }
      return ids;
    }

    Map<String, Integer> outcomes() {
      return outcomes;
    }

    @Override
    public void close() throws Exception {
      process.destroy();
      process.waitFor();
    }
  }

  /** Those that reports go to, well-behaved or not. */
  private static final class Receivers implements AutoCloseable {
    private static final Pattern REPORT_ID =
        Pattern.compile("(?i)^X-Backupman-Report-Id: *([0-9a-f-]{36})");

    private final HttpServer http;
    private final ServerSocket smtp = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final ServerSocket closing = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Map<String, Set<String>> arrived = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> requests = new ConcurrentHashMap<>();
    private final Set<String> seen = ConcurrentHashMap.newKeySet();

    Receivers() throws IOException {
      http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
      http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      http.createContext("/", this::receive);
      http.start();
      Thread.ofVirtual().start(() -> accept(smtp, this::converse));
      Thread.ofVirtual().start(() -> accept(closing, Socket::close));
    }

    /** Where everything must arrive in the end. */
    List<String> reliable() {
      return List.of("good", "slow", "moody", "mail");
    }

    int smtpPort() {
      return smtp.getLocalPort();
    }

    String endpoints() {
      var endpoints = new StringBuilder();
      for (var name : List.of("good", "slow", "moody", "failing", "closing")) {
        int port = name.equals("closing") ? closing.getLocalPort() : http.getAddress().getPort();
        endpoints.append("      - {name: %1$s, url: \"http://127.0.0.1:%2$d/%1$s\"}%n".formatted(name, port));
      }
      return endpoints.toString();
    }

    private void receive(HttpExchange exchange) throws IOException {
      try (exchange) {
        var name = exchange.getRequestURI().getPath().substring(1);
        var id = exchange.getRequestHeaders().getFirst("webhook-id");
        exchange.getRequestBody().readAllBytes();
        boolean isFirst = count(name, id);
        int status =
            switch (name) {
              case "failing" -> 500;
              case "moody" -> isFirst ? 503 : 200;
              default -> 200;
            };
        if (name.equals("slow")) {
          Thread.sleep(700);
        }
        exchange.sendResponseHeaders(status, -1);
        if (status == 200) {
          take(name, id);
        }
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }

    /** Whether it is the first time. */
    private boolean count(String name, String id) {
      requests.computeIfAbsent(name, any -> new AtomicInteger()).incrementAndGet();
      return seen.add(name + id);
    }

    private void take(String name, String id) {
      arrived.computeIfAbsent(name, any -> ConcurrentHashMap.newKeySet()).add(id);
    }

    private interface Conversation {
      void hold(Socket socket) throws IOException;
    }

    private static void accept(ServerSocket listener, Conversation conversation) {
      while (!listener.isClosed()) {
        try {
          var socket = listener.accept();
          Thread.ofVirtual()
              .start(
                  () -> {
                    try (socket) {
                      conversation.hold(socket);
                    } catch (IOException gone) {
                      // Whoever hangs up has said enough.
                    }
                  });
        } catch (IOException closed) {
          return;
        }
      }
    }

    /** As much of SMTP as there is need for. */
    private void converse(Socket socket) throws IOException {
      var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
      say(socket, "220 soak");
      for (var line = in.readLine(); line != null; line = in.readLine()) {
        if (line.equals("DATA")) {
          say(socket, "354 go on");
          var id = message(in);
          count("mail", id);
          take("mail", id);
          say(socket, "250 taken");
        } else {
          say(socket, line.equals("QUIT") ? "221 bye" : "250 ok");
        }
      }
    }

    private static String message(BufferedReader in) throws IOException {
      var id = "none";
      for (var line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
        var header = REPORT_ID.matcher(line);
        id = header.find() ? header.group(1) : id;
      }
      return id;
    }

    private static void say(Socket socket, String reply) throws IOException {
      socket.getOutputStream().write((reply + "\r\n").getBytes(ISO_8859_1));
    }

    int arrived() {
      return arrived.values().stream().mapToInt(Set::size).sum();
    }

    Set<String> arrived(String name) {
      return arrived.getOrDefault(name, Set.of());
    }

    int requests(String name) {
      return requests.getOrDefault(name, new AtomicInteger()).get();
    }

    @Override
    public void close() throws IOException {
      http.stop(0);
      smtp.close();
      closing.close();
    }
  }

  /** A server with the databases that are backed up, and that of Backupman's records. */
  private static final class MariaDb implements AutoCloseable {
    static final String PASSWORD = "soak-5e7d";

    private final Path folder;
    private final int port = Programs.freePort();
    private volatile MariaDbServer server;

    MariaDb(Path folder) throws Exception {
      this.folder = folder;
      start();
      for (var database : List.of("shop", "blog", "backupman")) {
        server.sql("CREATE DATABASE " + database + " CHARACTER SET utf8mb4");
      }
      server.sql("CREATE USER backup@'127.0.0.1' IDENTIFIED BY '" + PASSWORD + "'");
      server.sql("GRANT ALL ON *.* TO backup@'127.0.0.1'");
      for (var database : List.of("shop", "blog")) {
        server.sql(
            "USE %s; CREATE TABLE orders (id INT PRIMARY KEY, customer VARCHAR(40), note TEXT);"
                    .formatted(database)
                + " INSERT INTO orders SELECT seq, MD5(seq), REPEAT(SHA1(seq), 5) FROM seq_1_to_2000");
      }
    }

    void start() throws Exception {
      server = MariaDbServer.startOn(port, folder, "--innodb-buffer-pool-size=128M");
    }

    void kill() throws InterruptedException {
      server.kill();
    }

    @Override
    public void close() throws Exception {
      server.close();
    }
  }
}
