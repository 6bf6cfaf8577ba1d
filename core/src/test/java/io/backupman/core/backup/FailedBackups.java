package io.backupman.core.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.core.drive.Drive;
import io.backupman.core.source.Compression;
import io.backupman.core.source.Settings;
import io.backupman.core.source.SqliteSettings;
import io.backupman.core.source.sqlite.SampleDatabase;
import io.backupman.core.source.sqlite.SqliteSource;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.DriveFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** Backups of a real database, "Shop", to two folders, of which the second can be in the way. */
final class FailedBackups {
  final BackupBench bench = new BackupBench();
  final Path folder;
  final Path shop;
  final Path second;

  FailedBackups(Path folder) {
    this.folder = folder;
    shop = folder.resolve("shop.db");
    second = folder.resolve("second");
  }

  Drive first() {
    return BackupBench.drive("First", folder.resolve("first"));
  }

  Drive second() {
    return BackupBench.drive("Second", second);
  }

  Backups backups() {
    return backups(first(), second());
  }

  Backups backups(Drive... drives) {
    var settings = Settings.source("Shop", folder.resolve("tmp"), Compression.GZIP);
    return bench.backups(new SqliteSource(new SqliteSettings(settings, shop)), drives);
  }

  /** A file stands where the second drive's folder should be. */
  Backup failedOnSecondDrive(Backups backups) throws IOException {
    SampleDatabase.create(shop);
    Files.writeString(second, "in the way");
    var failed = bench.run(backups);
    assertThat(failed.driveFiles())
        .extracting(DriveFile::status)
        .containsExactly(BackupStatus.FINISHED, BackupStatus.FAILED);
    return failed;
  }

  static Path path(DriveFile file) {
    return Path.of(Objects.requireNonNull(file.path()));
  }

  static Path dump(Backup backup) {
    return Path.of(Objects.requireNonNull(backup.snapshot().dumpPath()));
  }
}
