package io.backupman.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.core.report.Delivery;
import io.backupman.core.report.DeliveryTrigger;
import io.backupman.core.report.Report;
import io.backupman.core.store.engine.DatabaseLocation;
import io.backupman.core.store.engine.DatabaseSettings;
import io.backupman.core.store.engine.Pool;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of deliveries that were made before a fallback was recorded as one. */
class FallbackMigrationTest {

  @ParameterizedTest
  @MethodSource("io.backupman.core.store.Databases#shared")
  void whatWasMadeForAllDestinationsAfterTheReportIsAFallback(DatabaseSettings settings) {
    UUID reportId;
    try (var database = Database.open(settings)) {
      var report = Samples.finished(database, "shop", Instant.now());
      reportId = report.id();
      var before = report.createdAt().minusSeconds(3600);
      var after = report.createdAt().plusMillis(1);
      database
          .reports()
          .add(
              List.of(
                  made(
                      report,
                      "with the report",
                      "*",
                      DeliveryTrigger.AUTOMATIC,
                      report.createdAt()),
                  made(report, "later", "*", DeliveryTrigger.AUTOMATIC, after),
                  made(report, "by a clock put back", "*", DeliveryTrigger.AUTOMATIC, before),
                  made(report, "spread", "Ann", DeliveryTrigger.AUTOMATIC, after),
                  made(report, "again", "*", DeliveryTrigger.RESEND, after),
                  made(report, "tried", "*", DeliveryTrigger.TEST, after)));
    }
    asBeforeTheMigration(settings);
    try (var database = Database.open(settings)) {
      assertThat(database.reports().deliveries(reportId))
          .extracting(d -> d.notifier() + ": " + d.trigger().word())
          .containsExactlyInAnyOrder(
              "with the report: automatic",
              "later: fallback",
              "by a clock put back: fallback",
              "spread: automatic",
              "again: resend",
              "tried: test");
    }
  }

  private static Delivery made(
      Report report, String notifier, String destination, DeliveryTrigger trigger, Instant at) {
    return Delivery.due(Samples.newId(), report.id(), notifier, destination, trigger, at);
  }

  private static void asBeforeTheMigration(DatabaseSettings settings) {
    try (var pool = new Pool(DatabaseLocation.of(settings));
        var sql = new Sql(pool, 1)) {
      assertThat(
              sql.update(
                  "DELETE FROM flyway_schema_history WHERE version IN (:versions)",
                  Params.of("versions", List.of("15", "16"))))
          .isEqualTo(2);
      assertThat(sql.update("DROP TABLE audit_entries", Params.none())).isZero();
    }
  }
}
