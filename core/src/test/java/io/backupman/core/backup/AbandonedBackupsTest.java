package io.backupman.core.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.core.drive.Drive;
import io.backupman.core.node.Node;
import io.backupman.core.source.Compression;
import io.backupman.core.source.DumpName;
import io.backupman.core.source.FakeSource;
import io.backupman.core.source.FakeSource.Dumping;
import io.backupman.core.source.Settings;
import io.backupman.core.testing.Records;
import io.backupman.notifier.spi.BackupStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups whose process is gone. */
class AbandonedBackupsTest {
  @TempDir private Path folder;

  private final BackupBench bench = new BackupBench();

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void endsTheBackupsOfAProcessThatIsGoneOnceAndRemovesWhatItLeft() throws IOException {
    var source = source("Shop", Dumping.WHOLE);
    var abandoned =
        new AbandonedBackups(
            bench.database.backups(), bench.end(), List.of(source), List.of(local()));
    var left = Records.pending("Shop", bench.clock.instant(), bench.nodeId);
    bench.database.backups().begin(left);
    var name = new DumpName("Shop", left.snapshot().createdAt(), left.id()).file(source);
    Files.createDirectories(folder.resolve("tmp"));
    Files.writeString(folder.resolve("tmp").resolve(name + ".part"), "half");
    Files.createDirectories(folder.resolve("storage"));
    Files.writeString(folder.resolve("storage").resolve("." + name + ".part"), "half");
    var gone = new Node(bench.nodeId, "db-host", "m", 4711, 0, 0);

    abandoned.endThoseOf(gone);
    abandoned.endThoseOf(gone);

    var ended = bench.find(left.id());
    assertThat(ended.status()).isEqualTo(BackupStatus.FAILED);
    assertThat(ended.snapshot().error())
        .isEqualTo(
            "interrupted: the Backupman process that ran it (on db-host, process 4711) is gone.");
    assertThat(bench.onlyReport().report().backupId()).isEqualTo(left.id());
    assertThat(BackupBench.filesIn(folder.resolve("storage"))).isEmpty();
    assertThat(BackupBench.filesIn(folder.resolve("tmp"))).isEmpty();
    assertThat(source.scratchDropped()).isEqualTo(1);
  }

  @Test
  void endsABackupOfAMachineWhoseNamesCannotBeExpressedHere() {
    var source = source("Shop", Dumping.WHOLE);
    var left = Records.pending("Shop", bench.clock.instant(), bench.nodeId);
    bench.database.backups().begin(left);
    var dumped =
        left.snapshot().toBuilder().dumpPath("/caf\0/shop.sql").sizeBytes(1L).sha256("0").build();
    bench.database.backups().dumped(left.with(dumped));

    new AbandonedBackups(bench.database.backups(), bench.end(), List.of(source), List.of(local()))
        .endThoseOf(new Node(bench.nodeId, "db-host", "m", 4711, 0, 0));

    assertThat(bench.find(left.id()).status()).isEqualTo(BackupStatus.FAILED);
  }

  private Drive local() {
    return BackupBench.drive("Local", folder.resolve("storage"));
  }

  private FakeSource source(String label, Dumping dumping) {
    var settings = Settings.source(label, folder.resolve("tmp"), Compression.GZIP);
    return new FakeSource(settings, dumping);
  }
}
