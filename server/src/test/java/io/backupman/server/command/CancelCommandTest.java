package io.backupman.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.core.backup.Backup;
import io.backupman.notifier.spi.BackupReport;
import io.backupman.notifier.spi.BackupStatus;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CancelCommandTest {

  @Test
  void onlyOneThatWasStoppedIsASuccess() {
    assertThat(CancelCommand.exitCode(ended(BackupStatus.FAILED, "cancelled"))).isZero();
    assertThat(CancelCommand.exitCode(ended(BackupStatus.FAILED, "No space left."))).isEqualTo(1);
    assertThat(CancelCommand.exitCode(ended(BackupStatus.FINISHED, null))).isEqualTo(1);
    assertThat(CancelCommand.exitCode(ended(BackupStatus.PENDING, null))).isEqualTo(1);
  }

  private static Backup ended(BackupStatus status, @Nullable String error) {
    var id = UUID.randomUUID();
    var report = BackupReport.builder(id, status, "Shop", Instant.EPOCH).error(error).build();
    return new Backup(report, null, id);
  }
}
