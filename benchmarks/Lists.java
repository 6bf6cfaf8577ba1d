import io.backupman.core.backup.BackupQuery;
import io.backupman.core.net.TlsMode;
import io.backupman.core.report.DeliveryStatus;
import io.backupman.core.report.ReportQuery;
import io.backupman.core.store.Database;
import io.backupman.core.store.engine.DatabaseSettings;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.ToIntFunction;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Measures what lists cost among many records, against the same lists among few: each filter of
 * backups and of reports, each pair of them, and some triples, on a MariaDB made for it. Both
 * databases are asked by turns, in the way in which the HTTP API and the command line ask. Each
 * page is full in both, but for those of one backup.
 *
 * <p>Values are spread evenly over the time, so that among few there are as many of a common value
 * for each record of a page as among many; of a rare value there are equally many in both.
 */
public final class Lists {
  private static final String USAGE =
      """
      Usage: benchmarks/lists [--backups N] [--rounds N] [--folder FOLDER]
        --backups  how many there are in the large database, with three deliveries each (1000000, which takes 5 GB
                   and some minutes to make; the small one has 1000)
        --rounds   how often each list is asked for (200)
        --folder   where the databases are; those that are there from an earlier time are used again, and
                   kept (a new one, removed at the end)
      BACKUPMAN_PROGRAM=FOLDER names the folder with lib/ of a built Backupman (that of this source tree, built if need be).
      Needs mariadbd, mariadb-install-db and mariadb on the PATH.
      """;

  private static final int FEW = 1_000;
  private static final int RARE = 100;
  private static final int PAGE = 10;
  private static final double GOAL = 1.2;

  private static final Instant NEWEST = Instant.parse("2026-11-01T00:00:00Z");

  private static final DeliveryStatus[] DELIVERIES = {
    DeliveryStatus.DELIVERED, DeliveryStatus.FAILED, DeliveryStatus.PENDING
  };

  private final int rounds;
  private final Database few;
  private final Database many;
  private final List<Double> ratios = new ArrayList<>();

  private Lists(int rounds, Database few, Database many) {
    this.rounds = rounds;
    this.few = few;
    this.many = many;
  }

  public static void main(String[] args) throws Exception {
    Logger.getLogger("").setLevel(Level.WARNING);
    var options = Options.parse(args);
    var isOurs = options.folder() == null;
    var folder =
        isOurs
            ? Files.createTempDirectory("backupman-benchmark")
            : Files.createDirectories(options.folder().toAbsolutePath());
    var records = Records.start(folder.resolve("mariadb"));
    try (var server = records.server()) {
      records.fill(FEW);
      records.fill(options.backups());
      try (var few = Database.open(records.settings(FEW));
          var many = Database.open(records.settings(options.backups()))) {
        System.out.printf(
            Locale.ROOT,
            "%s processors; %,d and %,d backups, three deliveries each; %d rounds; medians%n",
            Runtime.getRuntime().availableProcessors(),
            FEW,
            options.backups(),
            options.rounds());
        new Lists(options.rounds(), few, many).run();
      }
    } finally {
      if (isOurs) {
        Programs.removeAll(folder);
      }
    }
  }

  private void run() {
    System.out.println("| list | rows | among few: ms | among many: ms | ratio |");
    System.out.println("| --- | ---: | ---: | ---: | ---: |");
    backups().forEach((name, query) -> compare("backups: " + name, d -> size(d, query)));
    reports().forEach((name, query) -> compare("reports: " + name, d -> size(d, query)));
    System.out.printf(
        Locale.ROOT,
        "%n%d lists; ratio: median %.2f, largest %.2f; above %.1f: %d%n",
        ratios.size(),
        Programs.median(ratios),
        ratios.stream().mapToDouble(r -> r).max().orElseThrow(),
        GOAL,
        ratios.stream().filter(r -> r > GOAL).count());
  }

  private static int size(Database database, BackupQuery query) {
    return database.backups().list(query).results().size();
  }

  private static int size(Database database, ReportQuery query) {
    return database.reports().list(query).results().size();
  }

  /** By turns, so that what else the machine does slows both down. */
  private void compare(String name, ToIntFunction<Database> list) {
    var fewTimes = new ArrayList<Double>();
    var manyTimes = new ArrayList<Double>();
    int fewRows = 0;
    int manyRows = 0;
    for (int round = -rounds / 4; round < rounds; round++) {
      var begin = System.nanoTime();
      fewRows = list.applyAsInt(few);
      var middle = System.nanoTime();
      manyRows = list.applyAsInt(many);
      var end = System.nanoTime();
      if (round >= 0) {
        fewTimes.add((middle - begin) / 1e6);
        manyTimes.add((end - middle) / 1e6);
      }
    }
    var ratio = Programs.median(manyTimes) / Programs.median(fewTimes);
    ratios.add(ratio);
    System.out.printf(
        Locale.ROOT,
        "| %s | %s | %.2f | %.2f | %s |%n",
        name,
        fewRows == manyRows ? fewRows : fewRows + ", " + manyRows,
        Programs.median(fewTimes),
        Programs.median(manyTimes),
        (ratio > GOAL ? "**%.2f**" : "%.2f").formatted(ratio));
  }

  /** The values of each filter: common ones, and a rare one where that may be. */
  private static Map<String, List<Object>> values(String... filters) {
    var all = new LinkedHashMap<String, List<Object>>();
    all.put("event", List.of("backup_report", "backup_started"));
    all.put("status", List.of(BackupStatus.FINISHED, BackupStatus.FAILED));
    all.put("delivery", List.of((Object[]) DELIVERIES));
    all.put("notifier", List.of("mail", "pager"));
    all.put("label", List.of("Shop", "Rare"));
    all.put("backup_id", List.of(Rows.id(FEW / 2, 1)));
    all.put("since", List.of(Instant.parse("2020-01-01T00:00:00Z")));
    all.put("until", List.of(NEWEST.minusSeconds(60 * 100)));
    all.keySet().retainAll(List.of(filters));
    return all;
  }

  /** No filter, each, and each two of them. */
  private static List<Map<String, Object>> combinations(String... filters) {
    var single = new ArrayList<Map.Entry<String, Object>>();
    values(filters).forEach((name, some) -> some.forEach(v -> single.add(Map.entry(name, v))));
    var all = new ArrayList<Map<String, Object>>();
    all.add(Map.of());
    for (var first : single) {
      all.add(Map.ofEntries(first));
      for (var second : single.subList(0, single.indexOf(first))) {
        if (!second.getKey().equals(first.getKey())) {
          all.add(Map.ofEntries(second, first));
        }
      }
    }
    return all;
  }

  private static String name(Map<String, Object> filters) {
    var words = new ArrayList<String>();
    filters.forEach((name, value) -> words.add(value instanceof Instant || value instanceof UUID ? name : name + "=" + word(value)));
    return words.isEmpty() ? "all" : words.stream().sorted().reduce((a, b) -> a + ", " + b).orElseThrow();
  }

  private static String word(Object value) {
    return value.toString().toLowerCase(Locale.ROOT);
  }

  private static Map<String, BackupQuery> backups() {
    var queries = new LinkedHashMap<String, BackupQuery>();
    for (var filters : combinations("status", "label", "since", "until")) {
      queries.put(
          name(filters),
          new BackupQuery(
              PAGE,
              null,
              (BackupStatus) filters.get("status"),
              (String) filters.get("label"),
              (Instant) filters.get("since"),
              (Instant) filters.get("until")));
    }
    return queries;
  }

  private static Map<String, ReportQuery> reports() {
    var queries = new LinkedHashMap<String, ReportQuery>();
    var all =
        combinations(
            "event", "status", "delivery", "notifier", "label", "backup_id", "since", "until");
    for (var delivery : DELIVERIES) {
      all.add(Map.of("event", "backup_report", "label", "Shop", "delivery", delivery));
      all.add(Map.of("status", BackupStatus.FAILED, "label", "Shop", "delivery", delivery));
      all.add(Map.of("notifier", "mail", "label", "Shop", "delivery", delivery));
    }
    for (var filters : all) {
      var status = (BackupStatus) filters.get("status");
      queries.put(
          name(filters),
          new ReportQuery(
              PAGE,
              null,
              (String) filters.get("event"),
              status == null ? null : word(status),
              (DeliveryStatus) filters.get("delivery"),
              (String) filters.get("notifier"),
              (String) filters.get("label"),
              (UUID) filters.get("backup_id"),
              (Instant) filters.get("since"),
              (Instant) filters.get("until")));
    }
    return queries;
  }

  private record Options(int backups, int rounds, Path folder) {
    static Options parse(String[] args) {
      var words = Programs.options(args, USAGE, List.of("--backups", "--rounds", "--folder"));
      return new Options(
          Integer.parseInt(words.getOrDefault("--backups", "1000000")),
          Integer.parseInt(words.getOrDefault("--rounds", "200")),
          words.containsKey("--folder") ? Path.of(words.get("--folder")) : null);
    }
  }

  /** The records of one database: a backup each minute, number 1 is the newest. */
  private record Rows(int backups) {
    /** An identifier of version 7 (RFC 9562) of the time of a backup. */
    static UUID id(int seq, int kind) {
      var milli = NEWEST.minusSeconds(60L * seq).toEpochMilli();
      return new UUID(milli << 16 | 0x7000, 0x8000_0000_0000_0000L | kind);
    }

    private static String idSql(int kind) {
      var milli = "LPAD(LOWER(HEX(%d - seq * 60000)), 12, '0')".formatted(NEWEST.toEpochMilli());
      return "CONCAT(SUBSTR(%1$s, 1, 8), '-', SUBSTR(%1$s, 9, 4), '-7000-8000-%2$012x')"
          .formatted(milli, kind);
    }

    private static String time() {
      return "FROM_UNIXTIME(%d - seq * 60)".formatted(NEWEST.getEpochSecond());
    }

    /** A number from 0 to 99 that depends on the record, and on nothing else of it. */
    private static String percent(String salt) {
      return "(CRC32(CONCAT('%s', seq)) %% 100)".formatted(salt);
    }

    private String isRare() {
      return "(seq %% %d = 3)".formatted(backups / RARE);
    }

    private String label() {
      return "IF(%s, 'Rare', ELT(1 + %s DIV 25, 'Shop', 'Shop', 'Blog', 'Wiki'))"
          .formatted(isRare(), percent("label"));
    }

    private static String status() {
      return "IF(%s < 20, 'failed', 'finished')".formatted(percent("status"));
    }

    List<String> inserts() {
      var from = " FROM seq_1_to_" + backups;
      var sql = new ArrayList<String>();
      sql.add("SET SESSION unique_checks = 0, foreign_key_checks = 0, time_zone = '+00:00'");
      sql.add(
          """
          INSERT INTO backups (id, label, status, provider, started_by, node_id, report_id, created_at, updated_at,
            started_at, finished_at, size_bytes, sha256)
          SELECT %1$s, %2$s, %3$s, 'mariadb', 'schedule', '00000000-0000-7000-8000-000000000000', %4$s, %5$s, %5$s,
            %5$s, %5$s, 5000000, SHA2(seq, 256)"""
                  .formatted(idSql(1), label(), status(), idSql(2), time())
              + from);
      sql.add(
          """
          INSERT INTO drive_files (id, backup_id, place, label, provider, status, created_at, path, size_bytes)
          SELECT %s, %s, 0, 'Local', 'local', %s, %s, CONCAT('/srv/backups/', seq, '.sql.gz'), 5000000"""
                  .formatted(idSql(3), idSql(1), status(), time())
              + from);
      sql.add(
          """
          INSERT INTO reports (id, event, backup_id, label, status, created_at, payload)
          SELECT %s, IF(%s < 20, 'backup_started', 'backup_report'), %s, %s, %s, %s, REPEAT('{"Payload": 1}', 50)"""
                  .formatted(
                      idSql(2), percent("event"), idSql(1), label(), status(), time())
              + from);
      sql.add(deliveries(4, "'mail'") + from);
      sql.add(deliveries(5, "'webhook'") + from);
      sql.add(deliveries(6, "IF(%s, 'pager', 'slack')".formatted(isRare())) + from);
      sql.add("ANALYZE TABLE backups, drive_files, reports, deliveries");
      return sql;
    }

    private String deliveries(int kind, String notifier) {
      return """
          INSERT INTO deliveries (id, report_id, notifier, destination, status, made_by, attempt_count, created_at,
            delivered_at, due_at, fence)
          SELECT %1$s, %2$s, %3$s, 'Ann', ELT(1 + %4$s DIV 20, 'failed', 'pending', 'delivered', 'delivered', 'delivered'),
            'automatic', 1, %5$s, IF(%4$s < 40, NULL, %5$s), IF(%4$s DIV 20 = 1, %5$s, NULL), 1"""
          .formatted(idSql(kind), idSql(2), notifier, percent("delivery" + kind), time());
    }
  }

  /** The server with the databases. */
  private record Records(MariaDbServer server) {
    static Records start(Path folder) throws Exception {
      var server =
          MariaDbServer.start(
              folder,
              "--skip-name-resolve",
              "--innodb-buffer-pool-size=2G",
              "--innodb-log-file-size=512M",
              "--innodb-flush-log-at-trx-commit=0");
      server.sql(
          "CREATE USER IF NOT EXISTS bench@'127.0.0.1'; GRANT ALL ON *.* TO bench@'127.0.0.1'");
      return new Records(server);
    }

    DatabaseSettings.Server settings(int backups) {
      return new DatabaseSettings.Server(
          "127.0.0.1", server.port(), "of_" + backups, "bench", Secret.of(""), TlsMode.OFF, 4);
    }

    void fill(int backups) throws Exception {
      var full = server.folder().resolve("full-" + backups);
      if (Files.exists(full)) {
        return;
      }
      var name = settings(backups).dbName();
      server.sql("DROP DATABASE IF EXISTS " + name);
      Database.open(settings(backups)).close();
      server.sql("USE " + name + ";" + String.join(";", new Rows(backups).inserts()));
      Files.createFile(full);
    }
  }
}
