package io.backupman.core.store;

import static io.backupman.core.store.Samples.newId;
import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.core.report.Attempt;
import io.backupman.core.report.Delivery;
import io.backupman.core.report.DeliveryStatus;
import io.backupman.core.report.DeliveryTrigger;
import io.backupman.core.report.Report;
import io.backupman.core.report.delivery.DeliveryQueue.Claim;
import io.backupman.core.store.engine.DatabaseSettings;
import io.backupman.core.testing.Records;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** What every database does when a delivery is given up and others take over. */
abstract class FallbackStoreContract extends StoreContract {
  FallbackStoreContract(DatabaseSettings settings) {
    super(settings);
  }

  @Test
  void theLastAttemptIsRecordedTogetherWithTheDeliveriesThatTakeOver() {
    var report = Samples.finished(database, "shop", NOW);
    reports.add(List.of(to(report, "mail", "Ann"), to(report, "file", "log")));
    var fallback = List.of(to(report, "file", "log"), to(report, "file", "copy"));
    var attempt = Samples.attempt(1, Attempt.Outcome.FAILED, "No such user.");

    var claim = claims("mail").getFirst();
    assertThat(queue.record(claim, attempt, DeliveryStatus.FAILED, null, fallback)).isTrue();

    assertThat(destinations(report)).containsExactlyInAnyOrder("mail Ann", "file log", "file copy");
    assertThat(queue.record(claim, attempt, DeliveryStatus.FAILED, null, fallback)).isFalse();
    assertThat(reports.deliveries(report.id())).hasSize(3);
  }

  @Test
  void noDestinationGetsAReportTwiceHoweverManyGiveItUpTogether() throws Exception {
    for (var round = 0; round < 10; round++) {
      var report = Samples.finished(database, "shop", NOW, "mail", "mail", "mail", "mail");
      var claims = new ConcurrentLinkedQueue<>(claims("mail"));

      var given =
          together(
              4, () -> queue.giveUp(claims.remove(), "gone", List.of(to(report, "file", "log"))));

      assertThat(given).containsOnly(true);
      assertThat(destinations(report)).filteredOn("file log"::equals).hasSize(1);
      claims("file").forEach(claim -> queue.giveUp(claim, "over"));
    }
  }

  @Test
  void aDeliveryToAllDestinationsCountsAsOneToEach() {
    var report = Samples.finished(database, "shop", NOW, "mail");
    reports.add(List.of(to(report, "file", "*")));
    queue.giveUp(claims("mail").getFirst(), "gone", List.of(to(report, "file", "log")));
    assertThat(destinations(report)).contains("file *").doesNotContain("file log");
  }

  @Test
  void whatTakesThePlaceOfADeliveryToAllGoesWhereTheReportHasNotGoneYet() {
    var report = Samples.finished(database, "shop", NOW);
    reports.add(List.of(to(report, "file", "log"), to(report, "file", "*")));
    var all =
        claims("file").stream()
            .filter(c -> c.delivery().destination().equals("*"))
            .findFirst()
            .orElseThrow();
    queue.replace(all, List.of(to(report, "file", "log"), to(report, "file", "copy")), NOW);
    assertThat(destinations(report)).containsExactlyInAnyOrder("file log", "file copy");
  }

  private static Delivery to(Report report, String notifier, String destination) {
    return Delivery.due(newId(), report.id(), notifier, destination, DeliveryTrigger.FALLBACK, NOW);
  }

  private List<Claim> claims(String notifier) {
    return Records.claim(queue, newId(), NOW, NOW, 99).stream()
        .filter(c -> c.delivery().notifier().equals(notifier))
        .toList();
  }

  private List<String> destinations(Report report) {
    return reports.deliveries(report.id()).stream()
        .map(d -> d.notifier() + " " + d.destination())
        .toList();
  }
}
