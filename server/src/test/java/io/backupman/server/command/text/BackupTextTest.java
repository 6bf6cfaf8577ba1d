package io.backupman.server.command.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.core.backup.Backup;
import io.backupman.notifier.spi.BackupReport;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.DriveFile;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackupTextTest {
  private static final UUID ID = UUID.fromString("b4c3f1a0-1b1e-4b0e-8b4a-0e1b0e1b0e1b");
  private static final Instant START = Instant.parse("2025-07-02T10:00:00Z");

  @Test
  void aFinishedBackupSaysHowItWentAndWhereItsCopiesAre() {
    assertThat(text(finished(9_400, Duration.ofMillis(100))).lines())
        .containsExactly("Shop: finished. Done in 0.1 s, 9.2 KiB, on 1 drive.", "  Disk: /d/a.gz");
  }

  @ParameterizedTest
  @CsvSource({
    "1, PT0.1S, 'Done in 0.1 s, 1 byte,'",
    "1048575, PT59S, 'Done in 59.0 s, 1.0 MiB,'",
    "617845555, PT6H, 'Done in 6 h, 589.2 MiB,'",
  })
  void sizesAndDurationsAreAsPeopleSayThem(long bytes, Duration took, String words) {
    assertThat(text(finished(bytes, took))).contains(words);
  }

  @Test
  void whatSomebodyShouldLookAtIsShown() {
    var warned = finished(9_400, Duration.ofMillis(100)).warning("The dump is small.");

    assertThat(text(warned).lines()).contains("  Warning: The dump is small.", "  Disk: /d/a.gz");
  }

  @Test
  void aFailedBackupSaysWhy() {
    var failed = BackupReport.builder(ID, BackupStatus.FAILED, "Shop", START).error("No space.");

    assertThat(text(failed)).isEqualTo("Shop: failed. No space.");
  }

  private static BackupReport.Builder finished(long bytes, Duration took) {
    return BackupReport.builder(ID, BackupStatus.FINISHED, "Shop", START)
        .startedAt(START)
        .finishedAt(START.plus(took))
        .sizeBytes(bytes)
        .driveFiles(
            List.of(
                DriveFile.builder(ID, ID, "local", "Disk", START)
                    .status(BackupStatus.FINISHED)
                    .path("/d/a.gz")
                    .build()));
  }

  private static String text(BackupReport.Builder report) {
    return BackupText.of(new Backup(report.build(), null, ID));
  }
}
