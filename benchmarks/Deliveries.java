import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Measures how fast reports are delivered: a bulk resend of a history of reports that did not
 * arrive, to one receiver, each claimed, sent and recorded in a MariaDB that syncs every commit;
 * against the same requests of a plain HTTP client with as many connections, which records nothing.
 * Both are done by turns, and database, server, receiver and client share the machine. Then single
 * resends at a steady rate: how long after the answer that a report is queued it arrives.
 */
public final class Deliveries {
  private static final String USAGE =
      """
      Usage: benchmarks/deliveries [--reports N] [--rounds N] [--rate N] [--seconds N] [--program FOLDER]
        --reports   how many are sent again in a round (10000)
        --rounds    how often each is measured (5)
        --rate      how many single resends a second (200)
        --seconds   for how long (20)
        --program   the folder with lib/ of a built Backupman (that of this source tree, built if need be)
      Needs mariadbd, mariadb-install-db, mariadb and mariadb-dump on the PATH, and Linux for the processors' time.
      """;

  private static final String PASSWORD = "benchmark-5e7d";

  /** As many as Backupman sends at once. */
  private static final int CONNECTIONS = 32;

  private final Options options;
  private final MariaDbServer database;
  private final BackupmanServer backupman;
  private final Receiver receiver;
  private int history;

  private Deliveries(
      Options options, MariaDbServer database, BackupmanServer backupman, Receiver receiver) {
    this.options = options;
    this.database = database;
    this.backupman = backupman;
    this.receiver = receiver;
  }

  public static void main(String[] args) throws Exception {
    var options = Options.parse(args);
    var folder = Files.createTempDirectory("backupman-benchmark");
    try (var receiver = new Receiver();
        var database =
            MariaDbServer.start(folder.resolve("mariadb"), "--innodb-buffer-pool-size=1G")) {
      database.sql(
          """
          CREATE DATABASE backupman; CREATE DATABASE tiny; CREATE TABLE tiny.t (id INT PRIMARY KEY);
          CREATE USER backupman@'127.0.0.1' IDENTIFIED BY '%s';
          GRANT ALL ON *.* TO backupman@'127.0.0.1';
          """
              .formatted(PASSWORD));
      try (var backupman =
          BackupmanServer.serve(
              folder.resolve("backupman"), options.program(), config(database, receiver))) {
        new Deliveries(options, database, backupman, receiver).run();
      }
    } finally {
      Programs.removeAll(folder);
    }
  }

  private static String config(MariaDbServer database, Receiver receiver) {
    return """
        database: {provider: mariadb, host: 127.0.0.1, port: %1$d, db_name: backupman, user: backupman, password: %2$s}
        data_sources:
          - {provider: mariadb, label: Tiny, host: 127.0.0.1, port: %1$d, db_name: tiny, user: backupman,
             password: %2$s, tls: false}
        drives:
          - {provider: local, label: Folder, folder: ./storage}
        notifiers:
          webhook: {enabled: true, endpoints: [{name: receiver, url: "%3$s"}]}
        """
        .formatted(database.port(), PASSWORD, receiver.uri());
  }

  private void run() throws Exception {
    receiver.expect(1);
    backupman.post("/api/backups", ""); // the report that all others are copies of
    receiver.awaitAll();
    System.out.printf(
        Locale.ROOT,
        "%d processors; %d reports in a round; %d rounds; medians%n",
        Runtime.getRuntime().availableProcessors(),
        options.reports(),
        options.rounds());
    var plain = new ArrayList<Double>();
    var queued = new ArrayList<Double>();
    var delivered = new ArrayList<Double>();
    resend(); // a server that runs has compiled its code long ago
    post();
    var cpu = backupman.cpuSeconds();
    var databaseCpu = database.cpuSeconds();
    for (int round = 0; round < options.rounds(); round++) {
      plain.add(post());
      var made = resend();
      queued.add(made.queued());
      delivered.add(made.delivered());
    }
    var all = options.rounds() * options.reports() / 1000.0;
    System.out.println(
        "| plain requests a second | queued a second | delivered a second | ratio to plain | CPU ms each:"
            + " Backupman | MariaDB |");
    System.out.println("| ---: | ---: | ---: | ---: | ---: | ---: |");
    System.out.printf(
        Locale.ROOT,
        "| %.0f | %.0f | %.0f | **%.2f** | %.2f | %.2f |%n",
        Programs.median(plain),
        Programs.median(queued),
        Programs.median(delivered),
        Programs.median(delivered) / Programs.median(plain),
        (backupman.cpuSeconds() - cpu) / all,
        (database.cpuSeconds() - databaseCpu) / all);
    steady();
  }

  /**
   * The rates of one bulk resend.
   *
   * @param queued until the answer
   * @param delivered from the request until the last one is recorded as delivered
   */
  private record Rates(double queued, double delivered) {}

  private Rates resend() throws Exception {
    var since = fill();
    receiver.expect(options.reports());
    var begin = System.nanoTime();
    backupman.post("/api/admin/reports/resend", "{\"Since\":\"%s\"}".formatted(since));
    var queued = options.reports() / Programs.seconds(begin);
    receiver.awaitAll();
    while (!database
        .sql("SELECT COUNT(*) FROM backupman.deliveries WHERE status = 'pending'")
        .trim()
        .equals("0")) {
      Thread.sleep(1);
    }
    return new Rates(queued, options.reports() / Programs.seconds(begin));
  }

  /** Writes reports that did not arrive, and gives the time from which on there are no others. */
  private Instant fill() {
    var since = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    history++;
    database.sql(
        """
        USE backupman;
        INSERT INTO reports (id, event, backup_id, label, status, created_at, payload)
          SELECT CONCAT('%1$s-7000-8%2$03d-', LPAD(s.seq, 12, '0')), r.event, NULL, r.label, r.status, '%3$s', r.payload
          FROM seq_1_to_%4$d s, (SELECT * FROM reports ORDER BY id LIMIT 1) r;
        INSERT INTO deliveries (id, report_id, notifier, destination, status, made_by, attempt_count, created_at, fence)
          SELECT r.id, r.id, 'webhook', 'receiver', 'failed', 'automatic', 1, r.created_at, 1
          FROM reports r WHERE r.id LIKE '%1$s-7000-8%2$03d-%%';
        """
            .formatted(
                uuidTime(since),
                history,
                since.toString().replace('T', ' ').replace("Z", ""),
                options.reports()));
    return since;
  }

  /** The first digits of a UUID of version 7 (RFC 9562, section 5.7). */
  private static String uuidTime(Instant time) {
    var digits = "%012x".formatted(time.toEpochMilli());
    return digits.substring(0, 8) + "-" + digits.substring(8);
  }

  private double post() throws Exception {
    var left = new AtomicInteger(options.reports());
    receiver.expect(options.reports());
    var begin = System.nanoTime();
    try (var http = HttpClient.newHttpClient();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < CONNECTIONS; i++) {
        threads.submit(
            () -> {
              while (left.getAndDecrement() > 0) {
                var request =
                    HttpRequest.newBuilder(receiver.uri())
                        .POST(BodyPublishers.ofString(receiver.body()))
                        .build();
                http.send(request, BodyHandlers.ofString());
              }
              return null;
            });
      }
    }
    return options.reports() / Programs.seconds(begin);
  }

  private void steady() throws Exception {
    int count = options.rate() * options.seconds();
    var ids =
        database
            .sql("SELECT id FROM backupman.reports ORDER BY id DESC LIMIT " + count)
            .lines()
            .toList();
    receiver.expect(ids.size());
    Map<String, Long> answered = new ConcurrentHashMap<>();
    var places = new Semaphore(64);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var begin = System.nanoTime();
      for (int i = 0; i < ids.size(); i++) {
        var id = ids.get(i);
        LockSupport.parkNanos(begin + i * 1_000_000_000L / options.rate() - System.nanoTime());
        places.acquire();
        threads.submit(
            () -> {
              backupman.post("/api/admin/reports/" + id + "/resend", "");
              answered.put(id, System.nanoTime());
              places.release();
              return null;
            });
      }
      receiver.awaitAll();
      System.out.printf(Locale.ROOT, "%.0f single resends a second:", ids.size() / Programs.seconds(begin));
    }
    var millis =
        ids.stream()
            .map(id -> Math.max(0, receiver.arrival(id) - answered.get(id)) / 1e6)
            .sorted()
            .toList();
    System.out.printf(
        Locale.ROOT,
        " from answer to arrival p50 %.1f ms, p95 %.1f ms, p99 %.1f ms%n",
        millis.get(millis.size() / 2),
        millis.get(millis.size() * 95 / 100),
        millis.get(millis.size() * 99 / 100));
  }

  private record Options(int reports, int rounds, int rate, int seconds, Path program) {
    static Options parse(String[] args) {
      var words =
          Programs.options(
              args,
              USAGE,
              List.of("--reports", "--rounds", "--rate", "--seconds", "--program"));
      return new Options(
          Integer.parseInt(words.getOrDefault("--reports", "10000")),
          Integer.parseInt(words.getOrDefault("--rounds", "5")),
          Integer.parseInt(words.getOrDefault("--rate", "200")),
          Integer.parseInt(words.getOrDefault("--seconds", "20")),
          words.containsKey("--program") ? Path.of(words.get("--program")) : null);
    }
  }

  /** Takes everything at once. */
  private static final class Receiver implements AutoCloseable {
    private final HttpServer server;
    private final Map<String, Long> arrivals = new ConcurrentHashMap<>();
    private volatile CountDownLatch due = new CountDownLatch(0);
    private volatile String body = "";

    Receiver() throws IOException {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
      server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      server.createContext(
          "/",
          exchange -> {
            var bytes = exchange.getRequestBody().readAllBytes();
            var id = exchange.getRequestHeaders().getFirst("webhook-id");
            if (id != null) {
              body = new String(bytes, UTF_8);
              arrivals.put(id, System.nanoTime());
            }
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
            due.countDown();
          });
      server.start();
    }

    URI uri() {
      return URI.create(
          "http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    /** What Backupman has sent last. */
    String body() {
      return body;
    }

    void expect(int count) {
      arrivals.clear();
      due = new CountDownLatch(count);
    }

    void awaitAll() throws InterruptedException {
      due.await();
    }

    long arrival(String id) {
      return arrivals.get(id);
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }
}
