package io.backupman.core.backup;

import io.backupman.core.source.DataSource;
import io.backupman.core.source.Dump;
import io.backupman.core.source.SourceException;
import io.backupman.core.source.VerifiedSource;
import io.backupman.notifier.spi.BackupReport;
import io.backupman.notifier.spi.Verification;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Restores the dump of a backup, if the data source wants that. For one backup. */
final class RestoreVerification {
  private static final System.Logger LOG = System.getLogger(RestoreVerification.class.getName());

  private final DataSource source;
  private final Optional<VerifiedSource> verified;

  RestoreVerification(DataSource source) {
    this.source = source;
    this.verified = source.verified();
  }

  /**
   * Whether there is no proof yet that the backup's dump can be restored, but should be, or one
   * that it cannot, whatever is wanted by now.
   */
  static boolean isOpen(DataSource source, BackupReport report) {
    var verification = report.verification();
    return isFailed(verification) || (verification == null && source.verified().isPresent());
  }

  /** What is dumped. */
  DataSource source() {
    return verified.isPresent() ? verified.get() : source;
  }

  /** Whether the dump is to be restored. */
  boolean isWanted() {
    return verified.isPresent();
  }

  /** Restores a dump and says what came of it. */
  Verification of(Dump dump) throws InterruptedException {
    return verification(verified.orElseThrow(), dump);
  }

  private Verification verification(VerifiedSource restoring, Dump dump)
      throws InterruptedException {
    var longest = source.settings().timeout();
    var guard = new ProgressGuard(longest, longest); // An index may take long to be made.
    try {
      return guard.run("restore of the dump", () -> restoring.restore(dump));
    } catch (SourceException | BackupStoppedException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "The dump of \"" + source.settings().label() + "\" could not be restored.",
          e);
      return Verification.failed(String.valueOf(e.getMessage()));
    }
  }

  private static boolean isFailed(@Nullable Verification verification) {
    return verification != null && verification.status() == Verification.Status.FAILED;
  }

  /** Why the backup failed; empty if its dump was restored, or was not to be. */
  static Optional<String> failure(BackupReport report) {
    return Optional.ofNullable(report.verification())
        .filter(RestoreVerification::isFailed)
        .map(verification -> "The dump could not be restored: " + verification.detail());
  }
}
