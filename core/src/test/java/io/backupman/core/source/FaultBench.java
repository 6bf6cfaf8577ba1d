package io.backupman.core.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.backupman.core.backup.Backup;
import io.backupman.core.backup.BackupBench;
import io.backupman.core.file.SmallDisk;
import io.backupman.core.testing.FaultTable;
import io.backupman.core.testing.SettableClock;
import io.backupman.notifier.spi.BackupStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.function.Executable;
import org.opentest4j.TestAbortedException;

/**
 * Runs real backups, from the pending record to the recorded end, and writes down what became of
 * them. One that is finished has to be whole on the drive; one that failed must have left nothing.
 */
public final class FaultBench {
  private static final Duration LONGEST = Duration.ofMinutes(3);
  private static final Duration POLL = Duration.ofMillis(10);

  public final SettableClock clock = new SettableClock();
  public final Path folder;
  private final FaultTable table;
  private final List<DynamicTest> tests = new ArrayList<>();
  private boolean incomplete;

  FaultBench(Path folder, FaultTable table) {
    this.folder = folder;
    this.table = table;
  }

  /** Something that may fail. */
  public interface Deed {
    void run() throws Exception;
  }

  /** Looks at the copy of a finished backup; fails if it is not whole. */
  public interface Proof {
    void of(Path copy) throws Exception;
  }

  List<DynamicTest> tests() {
    return List.copyOf(tests);
  }

  public void section(String heading) {
    test(heading, () -> table.section(heading));
  }

  /** A fault; the page is not compared if one could not be provoked, or went another way. */
  public void test(String fault, Executable body) {
    tests.add(
        DynamicTest.dynamicTest(
            fault,
            () -> {
              var before = incomplete;
              incomplete = true;
              body.execute();
              incomplete = before;
            }));
  }

  void compare(Path committed, Path generated) {
    tests.add(
        DynamicTest.dynamicTest(
            committed.getFileName() + " is what ran",
            () -> {
              if (incomplete) {
                throw new TestAbortedException("Not everything ran to its end.");
              }
              table.check(committed, generated);
            }));
  }

  /** Where dumps are written, empty before each. */
  public Path tmp() {
    return folder.resolve("tmp");
  }

  Path storage() {
    return folder.resolve("storage");
  }

  /** A program that takes the place of a dump program. */
  public Path script(String body) throws IOException {
    var script = Files.writeString(folder.resolve("wrapper"), "#!/bin/sh\n" + body + "\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
    return script;
  }

  /** A disk that is full when a part of something that large is on it. */
  public static SmallDisk full(long percent, long bytes) throws IOException, InterruptedException {
    return SmallDisk.mount("size=" + bytes * percent / 100 / 4096 * 4 + "k");
  }

  public Backup finishes(String fault, DataSource source, Proof proof, String... volatiles)
      throws Exception {
    return finishes(fault, source, proof, () -> {}, volatiles);
  }

  /** A backup that has to finish. */
  public Backup finishes(
      String fault, DataSource source, Proof proof, Deed meanwhile, String... volatiles)
      throws Exception {
    var ended = ended(source, storage(), meanwhile);
    write(fault, ended, volatiles);
    assertThat(ended.status()).as(ended.snapshot().error()).isEqualTo(BackupStatus.FINISHED);
    var copy = Path.of(Objects.requireNonNull(ended.driveFiles().getFirst().path()));
    assertThat(new Dump(copy, number(ended), String.valueOf(ended.snapshot().sha256())).isThere())
        .isTrue();
    proof.of(copy);
    Files.delete(copy);
    assertThat(filesIn(source.settings().tmpFolder())).isEmpty();
    return ended;
  }

  private static long number(Backup ended) {
    return Objects.requireNonNull(ended.snapshot().sizeBytes());
  }

  /** A backup that has to fail, of which nothing is left. */
  public void fails(String fault, DataSource source, String... volatiles) throws Exception {
    failed(fault, source, ended(source, storage(), () -> {}), volatiles);
  }

  /** A backup that has to fail, which was begun before. */
  public void fails(String fault, Begun begun) throws Exception {
    failed(fault, begun.source(), begun.backup().get());
  }

  private void failed(String fault, DataSource source, Backup ended, String... volatiles) {
    write(fault, ended, volatiles);
    assertThat(ended.status()).isEqualTo(BackupStatus.FAILED);
    assertThat(filesIn(source.settings().tmpFolder())).isEmpty();
    assertThat(filesIn(storage())).isEmpty();
  }

  /** Begins a backup that starts no process and takes long, so that others go on meanwhile. */
  public Begun begin(DataSource source) {
    var backup = new FutureTask<>(() -> run(source, storage(), () -> {}, new SettableClock()));
    Thread.ofVirtual().start(backup);
    return new Begun(source, backup);
  }

  /**
   * A backup that runs.
   *
   * @param source what is backed up
   * @param backup what becomes of it
   */
  public record Begun(DataSource source, Future<Backup> backup) {}

  /**
   * A backup whose copy has to fail: the dump is kept for a retry, and the drive has only what was
   * there before.
   */
  void failsOnDrive(
      String fault, DataSource source, Path drive, int filesThere, String... volatiles)
      throws Exception {
    var ended = ended(source, drive, () -> {});
    write(fault, ended, volatiles);
    assertThat(ended.status()).isEqualTo(BackupStatus.FAILED);
    assertThat(filesIn(drive)).hasSize(filesThere);
    var dump = Path.of(Objects.requireNonNull(ended.snapshot().dumpPath()));
    assertThat(filesIn(source.settings().tmpFolder())).containsExactly(dump.getFileName());
    Files.delete(dump);
  }

  private Backup ended(DataSource source, Path drive, Deed meanwhile) throws Exception {
    var before = processes();
    var ended = run(source, drive, meanwhile, clock);
    assertThat(before).as("no process is left").containsAll(processes());
    return ended;
  }

  private static Backup run(DataSource source, Path drive, Deed meanwhile, SettableClock clock)
      throws Exception {
    try (var bench = new BackupBench(clock)) {
      var backups = bench.backups(source, BackupBench.drive("Disk", drive));
      var id = bench.start(backups).id();
      meanwhile.run();
      await()
          .atMost(LONGEST)
          .pollDelay(Duration.ZERO)
          .pollInterval(POLL)
          .until(() -> bench.find(id).status() != BackupStatus.PENDING);
      assertThat(backups.stop(LONGEST)).isTrue();
      return bench.find(id);
    }
  }

  /** Those of the servers come and go. */
  private static Set<Long> processes() {
    return Processes.beside("postgres")
        .filter(process -> !process.info().command().orElse("").isEmpty())
        .map(ProcessHandle::pid)
        .collect(Collectors.toSet());
  }

  /** Without what differs from run to run, and from version to version. */
  private void write(String fault, Backup ended, String... volatiles) {
    var sentence = Objects.requireNonNullElse(ended.snapshot().error(), "");
    for (var i = 0; i < volatiles.length; i += 2) {
      sentence = sentence.replace(volatiles[i], volatiles[i + 1]);
    }
    var steady =
        sentence
            .replace(folder.toString(), "FOLDER")
            .replaceAll("127\\.0\\.0\\.1:\\d+|localhost:\\d+", "HOST:PORT")
            .replaceAll("-\\d{14}-[0-9a-f]{8}\\.", "-TIME-ID.")
            .replaceAll("(?s)(?<=[sS]aid: ).*", "…");
    table.row(fault, ended.status().word(), steady);
    assertThat(sentence).as("it was foreseen").doesNotContain("in a way that it should not");
  }

  private static List<Path> filesIn(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(Path::getFileName).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
