import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Measures backups of a MariaDB against what a shell would do: the same dump program, with the same
 * options, piped into {@code gzip -6} or {@code zstd -3}. Both are done by turns, on a server and a
 * database made for it. On a machine that is busy the ratio says little: several threads gain
 * nothing there. A backup is measured from the request that starts it to the answer that it has
 * finished: with its file made
 * lasting, moved to a local drive, read back and compared.
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

  private static final Pattern ID = Pattern.compile("\"Id\":\"([^\"]+)\"");
  private static final Pattern STATUS = Pattern.compile("\"Status\":\"([a-z]+)\"");

  private final Options options;
  private final Path folder;

  private Dump(Options options, Path folder) {
    this.options = options;
    this.folder = folder;
  }

  public static void main(String[] args) throws Exception {
    var options = Options.parse(args);
    var folder = options.folder();
    var isOurs = folder == null;
    folder = isOurs ? Files.createTempDirectory("backupman-benchmark") : folder.toAbsolutePath();
    try {
      new Dump(options, Files.createDirectories(folder)).run();
    } finally {
      if (isOurs) {
        Programs.removeAll(folder);
      }
    }
  }

  private void run() throws Exception {
    try (var server =
        MariaDbServer.start(
            folder.resolve("mariadb-" + options.mebibytes()),
            "--innodb-buffer-pool-size=2G",
            "--innodb-flush-log-at-trx-commit=0")) {
      var shop = new Shop(server);
      shop.fill(options.mebibytes());
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
        compare(shop, compression);
      }
    }
  }

  private void compare(Shop shop, String compression) throws Exception {
    var tool = new ArrayList<Run>();
    var ours = new ArrayList<Run>();
    try (var backupman =
        BackupmanServer.serve(
            folder.resolve("backupman"), options.program(), config(shop, compression))) {
      backUp(backupman); // a server that runs has compiled its code long ago
      for (int round = 0; round < options.rounds(); round++) {
        tool.add(piped(shop, compression));
        ours.add(backUp(backupman));
      }
      System.out.printf(
          Locale.ROOT,
          "| %s | %.1f | %.1f | %.0f | %.1f | %.1f | %.0f | **%.2f** | %.0f |%n",
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
  private Run piped(Shop shop, String compression) throws Exception {
    var file = folder.resolve("piped");
    var packer = compression.equals("gzip") ? "gzip -6" : "zstd -3 -q";
    var script =
        """
        set -o pipefail
        TIMEFORMAT='%%U %%S'
        time mariadb-dump %s | %s >%s
        """
            .formatted(String.join(" ", shop.dumpOptions()), packer, file);
    var begin = System.nanoTime();
    var cpu = Programs.output("bash", "-c", script).trim().split(" ");
    var seconds = Programs.seconds(begin);
    var size = Files.size(file);
    Files.delete(file);
    return new Run(seconds, Double.parseDouble(cpu[0]) + Double.parseDouble(cpu[1]), size / 1e6);
  }

  private static String config(Shop shop, String compression) {
    return """
        data_sources:
          - {provider: mariadb, label: Shop, host: 127.0.0.1, port: %d, db_name: %s, user: backup,
             password: %s, compression: %s, tls: false}
        drives:
          - {provider: local, label: Folder, folder: ./storage}
        """
        .formatted(shop.server().port(), Shop.DATABASE, Shop.PASSWORD, compression);
  }

  private static Run backUp(BackupmanServer backupman) throws Exception {
    var cpu = backupman.cpuSeconds();
    var begin = System.nanoTime();
    var id = BackupmanServer.first(ID, backupman.post("/api/backups", ""));
    String backup;
    do {
      var wait = (long) Math.clamp(Programs.seconds(begin) * 10, 20, 500); // a hundredth of it
      Thread.sleep(wait);
      backup = backupman.get("/api/backups/" + id);
    } while (BackupmanServer.first(STATUS, backup).equals("pending"));
    var seconds = Programs.seconds(begin);
    if (!BackupmanServer.first(STATUS, backup).equals("finished")) {
      throw new IllegalStateException(backup);
    }
    return new Run(seconds, backupman.cpuSeconds() - cpu, removedCopies(backupman) / 1e6);
  }

  private static long removedCopies(BackupmanServer backupman) throws IOException {
    long size = 0;
    try (Stream<Path> files = Files.list(backupman.folder().resolve("storage"))) {
      for (var file : files.toList()) {
        size += Files.size(file);
        Files.delete(file);
      }
    }
    return size;
  }

  /** One measurement; the database server's own time is not in that of the processors. */
  private record Run(double seconds, double cpuSeconds, double megabytes) {
    static double median(List<Run> runs, ToDoubleFunction<Run> what) {
      return Programs.median(runs.stream().mapToDouble(what).boxed().toList());
    }
  }

  private record Options(
      int mebibytes, int rounds, List<String> compressions, Path folder, Path program) {
    static Options parse(String[] args) {
      var words =
          Programs.options(
              args,
              USAGE,
              List.of("--mib", "--rounds", "--compression", "--folder", "--program"));
      var compression = words.get("--compression");
      return new Options(
          Integer.parseInt(words.getOrDefault("--mib", "256")),
          Integer.parseInt(words.getOrDefault("--rounds", "5")),
          compression == null ? List.of("gzip", "zstd") : List.of(compression),
          words.containsKey("--folder") ? Path.of(words.get("--folder")) : null,
          words.containsKey("--program") ? Path.of(words.get("--program")) : null);
    }
  }

}
