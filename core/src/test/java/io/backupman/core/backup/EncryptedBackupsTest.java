package io.backupman.core.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.backupman.core.age.AgeReader;
import io.backupman.core.age.Encryption;
import io.backupman.core.age.Identities;
import io.backupman.core.age.Recipients;
import io.backupman.core.drive.Drive;
import io.backupman.core.file.SmallDisk;
import io.backupman.core.node.Node;
import io.backupman.core.source.Compression;
import io.backupman.core.source.DataSource;
import io.backupman.core.source.DumpName;
import io.backupman.core.source.FakeSource;
import io.backupman.core.source.Settings;
import io.backupman.core.testing.AgeKey;
import io.backupman.core.testing.Records;
import io.backupman.core.testing.ScriptedDrive;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.DriveFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Backups to drives of which some want their copies encrypted. */
@Timeout(60)
class EncryptedBackupsTest {
  private static final AgeKey ANN = AgeKey.create();
  private static final AgeKey BOB = AgeKey.create();
  private static final byte[] CONTENTS = contents();

  @TempDir private Path folder;
  private Path tmp = Path.of("");

  private final BackupBench bench = new BackupBench();

  @BeforeEach
  void setUp() {
    tmp = folder.resolve("tmp");
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void eachDriveGetsWhatItWants() throws Exception {
    var backups =
        backups(
            Map.of("Ann", AgeKey.recipients(ANN), "Both", AgeKey.recipients(ANN, BOB)),
            local("Plain"),
            local("Ann"),
            local("Both"));

    var ended = bench.run(backups);

    assertThat(ended.status()).as(ended.snapshot().error()).isEqualTo(BackupStatus.FINISHED);
    assertThat(ended.snapshot().sizeBytes()).isEqualTo(CONTENTS.length);
    var plain = copy(ended, "Plain");
    assertThat(plain).hasBinaryContent(CONTENTS);
    assertThat(file(ended, "Plain").sizeBytes()).isEqualTo(CONTENTS.length);
    for (var label : List.of("Ann", "Both")) {
      var copy = copy(ended, label);
      assertThat(copy).hasFileName(plain.getFileName() + ".age");
      assertThat(file(ended, label).sizeBytes())
          .isEqualTo(Files.size(copy))
          .isGreaterThan(CONTENTS.length);
      assertThat(opened(copy, ANN)).isEqualTo(CONTENTS);
    }
    assertThat(opened(copy(ended, "Both"), BOB)).isEqualTo(CONTENTS);
    assertThat(tmp).isEmptyDirectory();
  }

  /** No two encryptions are equal. */
  @Test
  void itIsEncryptedOnceForTheSameRecipients() throws Exception {
    var backups =
        backups(
            Map.of(
                "One", AgeKey.recipients(ANN, BOB),
                "Two", AgeKey.recipients(BOB, ANN),
                "Other", AgeKey.recipients(BOB)),
            local("One"),
            local("Two"),
            local("Other"));

    var ended = bench.run(backups);

    assertThat(ended.status()).as(ended.snapshot().error()).isEqualTo(BackupStatus.FINISHED);
    assertThat(copy(ended, "One")).hasSameBinaryContentAs(copy(ended, "Two"));
    assertThat(Files.size(copy(ended, "Other"))).isLessThan(Files.size(copy(ended, "One")));
  }

  @Test
  void theFolderForTemporaryFilesMayBeThatOfADrive() {
    tmp = folder.resolve("Ann");
    var backups = backups(Map.of("Ann", AgeKey.recipients(ANN)), local("Ann"));

    var ended = bench.run(backups);

    assertThat(ended.status()).as(ended.snapshot().error()).isEqualTo(BackupStatus.FINISHED);
    assertThat(names(tmp)).containsExactly(copy(ended, "Ann").getFileName().toString());
  }

  @Test
  void whatIsEncryptedIsStoredWhileAPlainCopyIsStillBeingStored() {
    var encrypted = new CountDownLatch(1);
    var plain = ScriptedDrive.storing(local("Plain"), encrypted::await);
    var backups =
        backups(
            Map.of("Ann", AgeKey.recipients(ANN)),
            plain,
            ScriptedDrive.storing(local("Ann"), encrypted::countDown));

    var ended = bench.run(backups);

    assertThat(ended.status()).as(ended.snapshot().error()).isEqualTo(BackupStatus.FINISHED);
  }

  @Test
  void aFullDiskFailsOnlyTheDrivesThatNeedEncryption() throws Exception {
    try (var disk = SmallDisk.mount("size=1m")) {
      tmp = disk.folder();
      var backups = backups(Map.of("Ann", AgeKey.recipients(ANN)), local("Plain"), local("Ann"));

      var ended = bench.run(backups);

      assertThat(ended.status()).isEqualTo(BackupStatus.FAILED);
      assertThat(ended.snapshot().error())
          .startsWith("Ann: No space left in " + tmp + " while the dump was encrypted:");
      assertThat(copy(ended, "Plain")).hasBinaryContent(CONTENTS);
      assertThat(file(ended, "Ann").status()).isEqualTo(BackupStatus.FAILED);
      assertThat(file(ended, "Ann").path()).isNull();
      assertThat(folder.resolve("Ann")).doesNotExist();
      assertThat(names(tmp)).containsExactly(dumpName(ended)); // for a retry
    }
  }

  @Test
  void anInterruptLeavesTheDumpAndNoEncryptedCopy() {
    var begun = new CountDownLatch(1);
    var never = new CountDownLatch(1);
    var drive =
        ScriptedDrive.storing(
            local("Ann"),
            () -> {
              begun.countDown();
              never.await();
            });
    var backups = backups(Map.of("Ann", AgeKey.recipients(ANN)), drive);
    var id = bench.start(backups).id();
    await().until(() -> begun.getCount() == 0);
    assertThat(names(tmp)).hasSize(2);

    assertThat(backups.stop(Duration.ofSeconds(20))).isTrue();

    var ended = bench.awaitEnd(id);
    assertThat(ended.snapshot().error()).startsWith("interrupted: ");
    assertThat(names(tmp)).containsExactly(dumpName(ended));
  }

  @Test
  void aRetryEncryptsAnewUnderAnotherName() throws Exception {
    Files.writeString(folder.resolve("Ann"), "in the way");
    var backups = backups(Map.of("Ann", AgeKey.recipients(ANN)), local("Plain"), local("Ann"));
    var failed = bench.run(backups);
    assertThat(failed.status()).isEqualTo(BackupStatus.FAILED);
    assertThat(names(tmp)).containsExactly(dumpName(failed));
    Files.delete(folder.resolve("Ann"));
    // As a process leaves it that dies after it has stored a copy, and before it has recorded it.
    Files.createDirectory(folder.resolve("Ann"));
    var orphan = folder.resolve("Ann").resolve(dumpName(failed) + ".age");
    Files.writeString(orphan, "another encryption of the same");

    backups.retry(failed.id());

    var ended = bench.awaitEnd(failed.id());
    assertThat(ended.status()).as(ended.snapshot().error()).isEqualTo(BackupStatus.FINISHED);
    assertThat(copy(ended, "Ann")).hasFileName(dumpName(failed).replace(".txt", "-2.txt") + ".age");
    assertThat(opened(copy(ended, "Ann"), ANN)).isEqualTo(CONTENTS);
    assertThat(orphan).hasContent("another encryption of the same");
    assertThat(tmp).isEmptyDirectory();
  }

  @Test
  void whatAKilledProcessLeftIsRemoved() throws IOException {
    var left = Records.pending("Shop", bench.clock.instant(), bench.nodeId);
    bench.database.backups().begin(left);
    var name = new DumpName("Shop", left.snapshot().createdAt(), left.id()).file(source());
    Files.createDirectories(tmp);
    Files.createDirectories(folder.resolve("Ann"));
    for (var file :
        List.of(
            tmp.resolve(name + ".to-0a1b2c3d.age"),
            tmp.resolve(name + ".to-4e5f6a7b.age.part"),
            folder.resolve("Ann").resolve("." + name + ".age.part"))) {
      Files.writeString(file, "half");
    }

    new AbandonedBackups(
            bench.database.backups(), bench.end(), List.of(source()), List.of(local("Ann")))
        .endThoseOf(new Node(bench.nodeId, "db-host", "m", 4711, 0, 0));

    assertThat(bench.awaitEnd(left.id()).status()).isEqualTo(BackupStatus.FAILED);
    assertThat(tmp).isEmptyDirectory();
    assertThat(folder.resolve("Ann")).isEmptyDirectory();
  }

  private static DriveFile file(Backup backup, String label) {
    return backup.driveFiles().stream()
        .filter(file -> file.label().equals(label))
        .findFirst()
        .orElseThrow();
  }

  private static Path copy(Backup backup, String label) {
    return Path.of(Objects.requireNonNull(file(backup, label).path()));
  }

  private String dumpName(Backup backup) {
    return new DumpName(backup.label(), backup.snapshot().createdAt(), backup.id()).file(source());
  }

  private byte[] opened(Path copy, AgeKey key) throws IOException {
    var identities = Identities.read(AgeKey.write(folder.resolve("key.txt"), key));
    try (var in = Files.newInputStream(copy);
        var contents = new AgeReader("it", identities).open(in)) {
      return contents.readAllBytes();
    }
  }

  private static List<String> names(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> String.valueOf(file.getFileName())).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Backups backups(Map<String, Recipients> byDrive, Drive... drives) {
    return bench.encrypted(new Encryption(byDrive), source(), drives);
  }

  private Drive local(String label) {
    return BackupBench.drive(label, folder.resolve(label));
  }

  /** Fits once into a megabyte. */
  private static byte[] contents() {
    var bytes = new byte[600_000];
    new Random(1).nextBytes(bytes);
    return bytes;
  }

  private DataSource source() {
    var settings = Settings.source("Shop", tmp, Compression.NONE);
    return new FakeSource(settings, (out, heartbeat) -> out.write(CONTENTS));
  }
}
