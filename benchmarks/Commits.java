import io.backupman.core.node.Node;
import io.backupman.core.store.Database;
import io.backupman.core.store.engine.DatabaseSettings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * Measures how many transactions a second the embedded database commits, each on the disk before it
 * is acknowledged, against the syncs a second of the same disk: a block of 4 KiB appended to a file,
 * and the file synced. Both are done by turns, by one thread.
 */
public final class Commits {
  private static final String USAGE =
      """
      Usage: benchmarks/commits [--rounds N] [--seconds N] [--folder FOLDER]
        --rounds   how often each is measured (5)
        --seconds  for how long (3)
        --folder   on the disk that is measured (the folder for temporary files)
      """;

  private static final int BLOCK = 4096;

  public static void main(String[] args) throws Exception {
    var words = Programs.options(args, USAGE, List.of("--rounds", "--seconds", "--folder"));
    int rounds = Integer.parseInt(words.getOrDefault("--rounds", "5"));
    double seconds = Double.parseDouble(words.getOrDefault("--seconds", "3"));
    var parent = Path.of(words.getOrDefault("--folder", System.getProperty("java.io.tmpdir")));
    var folder = Files.createTempDirectory(parent, "backupman-benchmark");
    var syncs = new ArrayList<Double>();
    var commits = new ArrayList<Double>();
    try (var database = Database.open(new DatabaseSettings.Embedded(folder.resolve("records")));
        var file =
            FileChannel.open(
                folder.resolve("file"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      var nodes = database.nodes();
      var node = new Node(UUID.randomUUID(), "benchmark", "machine", 1, 0, 0);
      for (int round = -1; round < rounds; round++) {
        var synced = rate(seconds, () -> sync(file));
        var committed = rate(seconds, () -> nodes.beat(node));
        if (round >= 0) { // the first one is for Java to learn
          syncs.add(synced);
          commits.add(committed);
        }
      }
    } finally {
      Programs.removeAll(folder);
    }
    System.out.println("| syncs a second | commits a second | ratio |");
    System.out.println("| ---: | ---: | ---: |");
    System.out.printf(
        Locale.ROOT,
        "| %.0f | %.0f | **%.2f** |%n",
        Programs.median(syncs),
        Programs.median(commits),
        Programs.median(commits) / Programs.median(syncs));
  }

  private interface Work {
    void carryOut() throws IOException;
  }

  private static double rate(double seconds, Work work) throws IOException {
    var begin = System.nanoTime();
    long done = 0;
    do {
      work.carryOut();
      done++;
    } while (Programs.seconds(begin) < seconds);
    return done / Programs.seconds(begin);
  }

  private static void sync(FileChannel file) throws IOException {
    file.write(ByteBuffer.allocate(BLOCK), file.size());
    file.force(false);
  }
}
