package io.backupman.api.metrics;

import io.backupman.core.backup.BackupListener;
import io.backupman.core.report.Attempt;
import io.backupman.core.report.Delivery;
import io.backupman.core.report.DeliveryStatus;
import io.backupman.core.report.delivery.DeliveryListener;
import io.backupman.notifier.spi.BackupReport;
import io.backupman.notifier.spi.DriveFile;
import io.backupman.notifier.spi.Verification;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Counts what happens, and tells it as Prometheus wants it. Counting never fails; what cannot be
 * counted is not. Safe for use by several threads.
 */
public final class Metrics implements BackupListener, DeliveryListener {
  private static final System.Logger LOG = System.getLogger(Metrics.class.getName());

  private final Measured measured;
  private @Nullable Instruments instruments;

  /** Measures this; nothing is loaded before there is something to count or to tell. */
  public Metrics(Measured measured) {
    this.measured = measured;
  }

  /**
   * All that is measured. Takes two seconds at most, whatever does not answer.
   *
   * @param accept the formats that the client reads, as its header says; {@code null} if it does
   *     not say
   */
  public Exposition exposition(@Nullable String accept) {
    return instruments().exposition(accept);
  }

  private synchronized Instruments instruments() {
    var known = instruments;
    if (known == null) {
      known = new Instruments(measured);
      instruments = known;
    }
    return known;
  }

  @Override
  public void ended(BackupReport backup) {
    count(to -> to.backups().ended(backup));
  }

  @Override
  public void copied(DriveFile copy) {
    count(to -> to.backups().copied(copy));
  }

  @Override
  public void restored(String label, Verification verification) {
    count(to -> to.backups().restored(label, verification));
  }

  @Override
  public void attempted(Delivery delivery, Attempt attempt) {
    count(to -> to.deliveries().attempted(delivery, attempt));
  }

  @Override
  public void ended(Delivery delivery, DeliveryStatus status) {
    count(to -> to.deliveries().ended(delivery, status));
  }

  /** Counts a request with a wrong key. */
  public void wrongKey() {
    count(Instruments::wrongKey);
  }

  /** A library that is replaced under a running process must not keep a report from being sent. */
  private void count(Consumer<Instruments> what) {
    try {
      what.accept(instruments());
    } catch (RuntimeException | LinkageError e) {
      LOG.log(System.Logger.Level.DEBUG, "Something could not be counted.", e);
    }
  }
}
