package io.backupman.core.backup;

import static io.backupman.core.backup.FailedBackups.dump;
import static io.backupman.core.backup.FailedBackups.path;
import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.core.drive.Drive;
import io.backupman.core.drive.DriveException;
import io.backupman.core.node.Node;
import io.backupman.core.source.sqlite.SampleDatabase;
import io.backupman.core.testing.ScriptedDrive;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.DriveFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The copies of a dump that is gone when its backup is run again, so that another one is made. */
class EarlierCopiesTest {
  private final FailedBackups fixture;
  private final BackupBench bench;

  EarlierCopiesTest(@TempDir Path folder) {
    fixture = new FailedBackups(folder);
    bench = fixture.bench;
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void theDatabaseIsDumpedAnewForAllDrivesIfTheDumpIsGone() throws IOException {
    var backups = fixture.backups();
    var failed = failedWithoutItsDump(backups);

    var pending = backups.retry(failed.id());

    assertThat(pending.snapshot().warning()).as("before it is").isNull();
    var ended = bench.awaitEnd(failed.id());
    assertThat(ended.status()).as(ended.snapshot().error()).isEqualTo(BackupStatus.FINISHED);
    assertThat(ended.snapshot().warning()).contains("so the database was dumped anew");
    assertThat(path(ended.driveFiles().getFirst()))
        .hasSameBinaryContentAs(path(ended.driveFiles().getLast()));
    assertThat(fixture.folder.resolve("first")).isDirectoryContaining("regex:.*-2\\.db\\.gz");
    assertThat(path(failed.driveFiles().getFirst())).doesNotExist();
  }

  @Test
  void theCopyOfADumpThatIsGoneStaysUntilThereIsAnother() throws IOException {
    var backups = fixture.backups();
    var failed = fixture.failedOnSecondDrive(backups);
    Files.delete(dump(failed));
    Files.delete(fixture.shop);

    backups.retry(failed.id());

    var away = bench.awaitEnd(failed.id());
    assertThat(away.status()).isEqualTo(BackupStatus.FAILED);
    assertThat(away.snapshot().warning()).isNull();
    assertThat(path(failed.driveFiles().getFirst())).exists();
    assertStillThere(away.driveFiles().getFirst(), failed.driveFiles().getFirst());
    SampleDatabase.create(fixture.shop);
    Files.delete(fixture.second);

    backups.retry(failed.id());

    assertThat(bench.awaitEnd(failed.id()).status()).isEqualTo(BackupStatus.FINISHED);
    assertThat(path(failed.driveFiles().getFirst())).doesNotExist();
    assertThat(fixture.folder.resolve("first")).isDirectoryContaining("regex:.*-3\\.db\\.gz");
  }

  @Test
  void anEarlierCopyThatCouldNotBeRemovedIsRemovedLater() throws Exception {
    var failed = failedWithoutItsDump(fixture.backups());
    var earlier = path(failed.driveFiles().getFirst());
    var away =
        ScriptedDrive.deleting(
            fixture.first(),
            () -> {
              throw new DriveException("The drive is away.");
            });

    fixture.backups(away, fixture.second()).retry(failed.id());

    var ended = bench.awaitEnd(failed.id());
    assertThat(ended.status()).as(ended.snapshot().error()).isEqualTo(BackupStatus.FINISHED);
    replacedCopies(away).remove();
    assertThat(earlier).exists();
    replacedCopies(fixture.first()).remove();
    assertThat(earlier).doesNotExist();
    assertThat(path(ended.driveFiles().getFirst())).exists();
    assertThat(bench.database.removals().replaced()).isEmpty();
  }

  @Test
  void anEarlierCopyIsRemovedAlsoIfTheProcessWasKilledBeforeItCouldDoThat() throws Exception {
    var failed = fixture.failedOnSecondDrive(fixture.backups());
    var copy = failed.driveFiles().getFirst();
    var node = UUID.randomUUID();
    var pending = Retries.pending(failed, false, Optional.empty(), node, bench.clock.instant());
    bench.begin().retried(pending);
    var newer = Files.copy(path(copy), fixture.folder.resolve("first").resolve("newer"));
    var done = copy.toBuilder().status(BackupStatus.FINISHED).path(newer.toString()).build();
    assertThat(bench.database.backups().driveFileEnded(done, pending.run())).isTrue();

    replacedCopies(fixture.second()).remove();
    assertThat(path(copy)).exists();
    replacedCopies(fixture.first()).remove();

    assertThat(path(copy)).doesNotExist();
    assertThat(newer).exists();
  }

  @Test
  void whatIsRemovedAtOnceIsNotRemovedAgain() throws IOException {
    var backups = fixture.backups();
    var failed = failedWithoutItsDump(backups);

    backups.retry(failed.id());

    assertThat(bench.awaitEnd(failed.id()).status()).isEqualTo(BackupStatus.FINISHED);
    assertThat(bench.database.removals().replaced()).isEmpty();
  }

  @Test
  void theCopyOfADumpThatIsGoneStaysWhereTheNewOneCannotBeStored() throws IOException {
    var backups = fixture.backups();
    var failed = failedWithoutItsDump(backups);
    var earlier = failed.driveFiles().getFirst();
    var name = path(earlier).getFileName().toString().replace(".db.gz", "-2.db.gz");
    var inTheWay = Files.writeString(fixture.folder.resolve("first").resolve(name), "in the way");

    backups.retry(failed.id());

    var ended = bench.awaitEnd(failed.id());
    assertThat(ended.status()).isEqualTo(BackupStatus.FAILED);
    assertThat(ended.snapshot().error()).startsWith("First: ").doesNotContain("Second");
    assertThat(path(earlier)).exists();
    assertStillThere(ended.driveFiles().getFirst(), earlier);
    Files.delete(inTheWay);

    backups.retry(failed.id());

    var last = bench.awaitEnd(failed.id());
    assertThat(last.status()).as(last.snapshot().error()).isEqualTo(BackupStatus.FINISHED);
    assertThat(path(last.driveFiles().getFirst())).isEqualTo(inTheWay).exists();
    assertThat(path(earlier)).doesNotExist();
  }

  @Test
  void aTakeoverOfARetryThatWasToDumpAnewLeavesTheEarlierCopy() throws IOException {
    var failed = fixture.failedOnSecondDrive(fixture.backups());
    var earlier = failed.driveFiles().getFirst();
    var killed = UUID.randomUUID();
    var pending = Retries.pending(failed, false, Optional.empty(), killed, bench.clock.instant());
    bench.begin().retried(pending);

    new AbandonedBackups(bench.database.backups(), bench.end(), List.of(), List.of())
        .endThoseOf(new Node(killed, "db-host", "m", 4711, 0, 0));

    var ended = bench.find(failed.id());
    assertThat(ended.status()).isEqualTo(BackupStatus.FAILED);
    assertStillThere(ended.driveFiles().getFirst(), earlier);
    assertThat(ended.snapshot().dumpPath()).isEqualTo(failed.snapshot().dumpPath());
  }

  /** A backup of which the first drive has a copy, and which has to be dumped anew for both. */
  private Backup failedWithoutItsDump(Backups backups) throws IOException {
    var failed = fixture.failedOnSecondDrive(backups);
    Files.delete(dump(failed));
    Files.delete(fixture.second);
    return failed;
  }

  /** As it has to be for a download. */
  private static void assertStillThere(DriveFile copy, DriveFile earlier) {
    assertThat(copy.status()).isEqualTo(BackupStatus.FINISHED);
    assertThat(copy.path()).isEqualTo(earlier.path());
    assertThat(copy.sizeBytes()).isNotNull().isEqualTo(earlier.sizeBytes());
    assertThat(copy.error()).isNotNull();
  }

  private ReplacedCopies replacedCopies(Drive drive) {
    return new ReplacedCopies(bench.database.backups(), bench.database.removals(), List.of(drive));
  }
}
