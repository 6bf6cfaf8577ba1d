package io.backupman.core.store;

import static io.backupman.core.store.Samples.newId;
import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.core.report.Attempt;
import io.backupman.core.report.DeliveryStatus;
import io.backupman.core.report.Report;
import io.backupman.core.report.ReportRetention;
import io.backupman.core.store.engine.DatabaseLocation;
import io.backupman.core.store.engine.DatabaseSettings;
import io.backupman.core.store.engine.Pool;
import io.backupman.core.testing.Records;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every database does to delete old reports. */
abstract class RetentionStoreContract extends StoreContract {
  private final DatabaseSettings settings;

  RetentionStoreContract(DatabaseSettings settings) {
    super(settings);
    this.settings = settings;
  }

  @Test
  void oldReportsGoWithTheirDeliveriesAndAttemptsAndTheirBackupsStay() {
    var old = delivered();
    var delivery = reports.deliveries(old.id()).getFirst();
    var younger = delivered();

    assertThat(deleteOld(null, younger, 10)).isEqualTo(1);

    assertThat(reports.find(old.id())).isEmpty();
    assertThat(reports.deliveries(old.id())).isEmpty();
    assertThat(reports.attempts(delivery.id())).isEmpty();
    assertThat(backups.find(java.util.Objects.requireNonNull(old.backupId()))).isPresent();
    assertThat(reports.find(younger.id())).isPresent();
    assertThat(reports.deliveries(younger.id())).hasSize(1);
  }

  @Test
  void aReportWithADeliveryThatWaitsStaysAndThoseBehindItGo() {
    var waiting = alone(Samples.finished(database, "shop", NOW.plusSeconds(60), "mail"));
    var old = delivered();
    var last = delivered();

    var first = reports.deleteOld(null, last.createdAt(), 1);
    assertThat(first.deleted()).isZero();
    assertThat(first.last()).contains(waiting.id());
    var second = reports.deleteOld(waiting.id(), last.createdAt(), 1);
    assertThat(second.deleted()).isEqualTo(1);
    assertThat(second.last()).contains(old.id());
    assertThat(reports.deleteOld(old.id(), last.createdAt(), 1).last()).isEmpty();

    assertThat(reports.find(waiting.id())).isPresent();
    assertThat(reports.find(old.id())).isEmpty();
  }

  @Test
  void severalDeleteSideBySide() throws Exception {
    var all = new ArrayList<Report>();
    for (var i = 0; i < 450; i++) {
      all.add(Samples.finished(database, "shop", NOW));
    }
    var waiting = Samples.finished(database, "shop", NOW.plusSeconds(60), "mail");
    var inTwoDays = Clock.fixed(Instant.now().plus(Duration.ofDays(2)), ZoneOffset.UTC);
    var retention = new ReportRetention(reports, database.audit(), Duration.ofDays(1), inTwoDays);

    together(
        3,
        () -> {
          retention.deleteOld();
          return true;
        });
    retention.deleteOld(); // MariaDB locks neighbours too, which the others passed over then.

    assertThat(all).allMatch(report -> reports.find(report.id()).isEmpty());
    assertThat(reports.find(waiting.id())).isPresent();
  }

  @Test
  void aReportThatSomebodyIsChangingIsPassedOverWithoutWaiting() {
    var old = delivered();
    var last = delivered();
    if (settings instanceof DatabaseSettings.Memory) {
      return; // Nobody else can be in it.
    }
    try (var pool = new Pool(DatabaseLocation.of(settings));
        var other = new Sql(pool, 10)) {
      pool.closeFirst();
      var deleted = new AtomicInteger(-1);
      other.transaction(
          tx -> {
            tx.query(
                "SELECT id FROM reports WHERE id = :id FOR UPDATE",
                r -> r.id("id"),
                Params.of("id", old.id()));
            deleted.set(deleteOld(null, last, 10));
            return 1;
          });
      assertThat(deleted).hasValue(0);
    }
    assertThat(reports.find(old.id())).isPresent();
    assertThat(deleteOld(null, last, 10)).isEqualTo(1);
  }

  private int deleteOld(@Nullable Report after, Report before, int limit) {
    return reports
        .deleteOld(after == null ? null : after.id(), before.createdAt(), limit)
        .deleted();
  }

  /** A report with a delivery and an attempt, and of a later millisecond than the one before. */
  private Report delivered() {
    var report = Samples.finished(database, "shop", NOW, "mail");
    for (var claim : Records.claim(queue, newId(), NOW, NOW.plusSeconds(60), 9)) {
      var attempt = Samples.attempt(1, Attempt.Outcome.DELIVERED, "ok");
      queue.record(claim, attempt, DeliveryStatus.DELIVERED, null);
    }
    assertThat(reports.deliveries(report.id())).hasSize(1);
    return alone(report);
  }

  /** Waits for the next millisecond, which the records' identifiers tell apart. */
  private static Report alone(Report report) {
    while (Instant.now().toEpochMilli() <= report.createdAt().toEpochMilli()) {
      Thread.onSpinWait();
    }
    return report;
  }
}
