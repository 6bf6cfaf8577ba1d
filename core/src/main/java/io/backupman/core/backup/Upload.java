package io.backupman.core.backup;

import io.backupman.core.drive.Drive;
import io.backupman.core.drive.DriveException;
import io.backupman.core.drive.RetryPauses;
import io.backupman.core.source.Dump;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.DriveFile;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Brings one dump to one drive and says how that ended; never throws but on an interrupt. */
final class Upload {
  private static final System.Logger LOG = System.getLogger(Upload.class.getName());
  private static final RetryPauses UPLOAD_RETRIES =
      new RetryPauses(
          List.of(Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(15)));

  private final Drive drive;
  private final Duration longest;
  private final Duration longestStandstill;
  private final Clock clock;
  private final RunProgress progress;

  Upload(
      Drive drive,
      Duration longest,
      Duration longestStandstill,
      Clock clock,
      RunProgress progress) {
    this.drive = drive;
    this.longest = longest;
    this.longestStandstill = longestStandstill;
    this.clock = clock;
    this.progress = progress;
  }

  /**
   * Stores it.
   *
   * @param isLast whether nobody needs the dump any more when this copy is stored
   */
  DriveFile run(DriveFile pending, Dump dump, String name, boolean isLast)
      throws InterruptedException {
    try {
      var path = stored(isLast ? drive::take : drive::store, dump, name);
      return pending.toBuilder()
          .status(BackupStatus.FINISHED)
          .path(path)
          .sizeBytes(dump.sizeBytes())
          .updatedAt(clock.instant())
          .build();
    } catch (DriveException | BackupStoppedException e) {
      LOG.log(System.Logger.Level.WARNING, "The drive \"" + drive.label() + "\" failed.", e);
      return failed(pending, sentence(e));
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "The drive \"" + drive.label() + "\" failed.", e);
      return failed(pending, "It failed in a way that it should not; the log has the details.");
    }
  }

  private @Nullable String stored(Storing storing, Dump dump, String name)
      throws InterruptedException {
    var guard = new ProgressGuard(longest, longestStandstill);
    var path = new AtomicReference<@Nullable String>();
    try {
      guard.run(
          "copy to the drive \"" + drive.label() + "\"",
          () -> {
            path.set(storedInTheEnd(storing, dump, name, guard.progress()));
            return null;
          });
    } catch (InterruptedException | BackupStoppedException e) {
      // It may have become whole in the moment in which it was stopped.
      if (path.get() == null) {
        throw e;
      }
    }
    return path.get();
  }

  /** What may be over in a moment gets a few tries, one after the other. */
  private String storedInTheEnd(Storing storing, Dump dump, String name, LongConsumer guard)
      throws InterruptedException {
    return UPLOAD_RETRIES.run(
        () ->
            storing.on(
                dump, name, guard.andThen(progress.copying(drive.label(), dump.sizeBytes()))),
        e ->
            LOG.log(
                System.Logger.Level.WARNING,
                "The drive \"{0}\": {1} Trying again.",
                drive.label(),
                e.getMessage()));
  }

  /** What the drive does with it. */
  @FunctionalInterface
  private interface Storing {
    String on(Dump dump, String name, LongConsumer progress) throws InterruptedException;
  }

  private static String sentence(RuntimeException e) {
    return e.getMessage() == null ? "It failed." : e.getMessage();
  }

  private DriveFile failed(DriveFile pending, String error) {
    return DriveFiles.failed(pending, error, clock.instant());
  }
}
