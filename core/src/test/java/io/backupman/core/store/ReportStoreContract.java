package io.backupman.core.store;

import static io.backupman.core.store.Samples.finished;
import static io.backupman.core.store.Samples.newId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.backupman.core.report.Delivery;
import io.backupman.core.report.DeliveryStatus;
import io.backupman.core.report.Report;
import io.backupman.core.report.ReportQuery;
import io.backupman.core.report.ReportWithDeliveries;
import io.backupman.core.report.ResendSelection;
import io.backupman.core.store.engine.DatabaseSettings;
import io.backupman.core.store.engine.StoreException;
import io.backupman.notifier.spi.BackupStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every database does for the records of reports. */
abstract class ReportStoreContract extends StoreContract {
  ReportStoreContract(DatabaseSettings settings) {
    super(settings);
  }

  @Test
  void aReportIsFoundWithItsDeliveriesInTheOrderTheyWereMade() {
    var report = finished(database, "shop 🛒", NOW, "webhook", "mail", "ntfy");
    assertThat(reports.find(report.id())).contains(report);
    assertThat(reports.find(newId())).isEmpty();
    var deliveries = reports.deliveries(report.id());
    assertThat(deliveries)
        .extracting(Delivery::notifier)
        .containsExactly("webhook", "mail", "ntfy");
    assertThat(reports.list(ReportQuery.newest(1)).results().getFirst().deliveries())
        .isEqualTo(deliveries);
    assertThat(reports.deliveries(newId())).isEmpty();
  }

  @Test
  void deliveriesAreAddedAllOrNone() {
    var report = finished(database, "shop", NOW, "mail");
    var existing = reports.deliveries(report.id()).getFirst();
    var added = Samples.delivery(report.id(), "webhook", NOW);
    assertThatThrownBy(() -> reports.add(List.of(added, existing)))
        .isInstanceOf(StoreException.class);
    assertThat(reports.deliveries(report.id())).containsExactly(existing);
    reports.add(List.of());
    reports.add(List.of(added));
    assertThat(reports.deliveries(report.id())).containsExactly(existing, added);
  }

  @Test
  void aReportOfNoBackupIsAddedWithItsDeliveriesAllOrNone() {
    var id = newId();
    var report = new Report(id, "test", null, "Test", "finished", "{}", Samples.timeOf(id));
    var delivery = Samples.delivery(id, "mail", NOW);
    reports.add(report, List.of(delivery));
    assertThat(reports.find(id)).contains(report);
    assertThat(reports.deliveries(id)).containsExactly(delivery);

    var other = newId();
    var clash = new Report(other, "test", null, "Test", "finished", "{}", Samples.timeOf(other));
    assertThatThrownBy(() -> reports.add(clash, List.of(delivery)))
        .isInstanceOf(StoreException.class);
    assertThat(reports.find(other)).isEmpty();
  }

  @Test
  void reportsAreFoundTogetherWithTheirDeliveriesOldestFirst() {
    var first = finished(database, "shop", NOW, "mail", "webhook");
    var second = finished(database, "blog", NOW);
    var found = reports.find(List.of(second.id(), newId(), first.id()));
    assertThat(found).extracting(r -> r.report()).containsExactly(first, second);
    assertThat(found.getFirst().deliveries()).isEqualTo(reports.deliveries(first.id()));
    assertThat(found.getLast().deliveries()).isEmpty();
    assertThat(reports.find(List.<UUID>of())).isEmpty();
  }

  @Test
  void candidatesOfARecoveryComeOldestFirstAndOnceEach() {
    var first = finished(database, "shop", NOW, "mail", "webhook");
    var second = finished(database, "shop", NOW, "mail");
    var waiting = finished(database, "shop", NOW, "mail", "webhook");
    claim(100).stream()
        .filter(c -> !c.report().equals(waiting) || c.delivery().notifier().equals("webhook"))
        .forEach(c -> assertThat(queue.giveUp(c, "gone")).isTrue());
    var begin = first.createdAt();
    var all = new ResendSelection(begin, null, DeliveryStatus.FAILED, null, null);
    var mail = new ResendSelection(begin, null, DeliveryStatus.FAILED, "mail", null);
    assertThat(reports.candidates(all, null, 9))
        .containsExactly(first.id(), second.id(), waiting.id());
    assertThat(reports.candidates(all, null, 2)).containsExactly(first.id(), second.id());
    assertThat(reports.candidates(all, second.id(), 2)).containsExactly(waiting.id());
    assertThat(reports.candidates(mail, null, 9)).containsExactly(first.id(), second.id());
    var none = new ResendSelection(begin, begin, DeliveryStatus.FAILED, null, null);
    assertThat(reports.candidates(none, null, 9)).isEmpty();
    var delivered = new ResendSelection(begin, null, DeliveryStatus.DELIVERED, null, null);
    assertThat(reports.candidates(delivered, null, 9)).isEmpty();
  }

  @Test
  void whoAddsToTheSameReportsAtTheSameTimeSeesWhatOthersAdded() throws Exception {
    for (var round = 0; round < 10; round++) {
      var ids =
          Stream.generate(() -> finished(database, "shop", NOW, "mail").id()).limit(20).toList();
      var made = together(4, () -> reports.addToEach(ids, ReportStoreContract::secondDelivery));
      assertThat(made.stream().flatMap(List::stream).map(Delivery::reportId))
          .containsExactlyInAnyOrderElementsOf(ids);
      assertThat(ids).allSatisfy(id -> assertThat(reports.deliveries(id)).hasSize(2));
    }
  }

  private static List<Delivery> secondDelivery(ReportWithDeliveries report) {
    return report.deliveries().size() > 1
        ? List.of()
        : List.of(Samples.delivery(report.report().id(), "again", NOW));
  }

  @Test
  void reportsAreFilteredByEachProperty() {
    var shop = finished(database, "shop", NOW, "mail", "webhook");
    var blog = finished(database, "blog", BackupStatus.FAILED, "backup_report", NOW, "webhook");
    var test = finished(database, "shop", BackupStatus.FAILED, "test", NOW);
    giveUp(blog, "webhook");

    assertThat(list(ReportQuery.newest(100))).containsExactly(test.id(), blog.id(), shop.id());
    assertThat(list(query(null, "test", null, null, null, null, null))).containsExactly(test.id());
    assertThat(list(query(null, null, "failed", null, null, null, null)))
        .containsExactly(test.id(), blog.id());
    assertThat(list(query(null, null, null, DeliveryStatus.FAILED, null, null, null)))
        .containsExactly(blog.id());
    assertThat(list(query(null, null, null, null, "webhook", null, null)))
        .containsExactly(blog.id(), shop.id());
    assertThat(list(query(null, null, null, null, null, "shop", null)))
        .containsExactly(test.id(), shop.id());
    assertThat(list(query(null, null, null, null, null, null, blog.backupId())))
        .containsExactly(blog.id());
    assertThat(list(query(blog.id(), null, null, null, null, null, null)))
        .containsExactly(shop.id());
  }

  @Test
  void aDeliverysStatusAndNotifierAreAskedOfTheSameDelivery() {
    var shop = finished(database, "shop", NOW, "mail", "webhook");
    giveUp(shop, "webhook");
    assertThat(list(query(null, null, null, DeliveryStatus.FAILED, "webhook", "shop", null)))
        .containsExactly(shop.id());
    assertThat(list(query(null, null, null, DeliveryStatus.FAILED, "mail", null, null))).isEmpty();
    assertThat(list(query(null, null, null, DeliveryStatus.PENDING, "mail", null, null)))
        .containsExactly(shop.id());
    assertThat(list(query(null, null, null, DeliveryStatus.FAILED, null, "blog", null))).isEmpty();
  }

  @Test
  void reportsAreFilteredByTime() {
    var report = finished(database, "shop", NOW, "mail");
    var at = report.createdAt();
    var since = new ReportQuery(9, null, null, null, null, null, null, null, at, null);
    var later = new ReportQuery(9, null, null, null, null, null, null, null, at.plusNanos(1), null);
    var until = new ReportQuery(9, null, null, null, null, "mail", null, null, null, at);
    assertThat(list(since)).containsExactly(report.id());
    assertThat(list(later)).isEmpty();
    assertThat(list(until)).isEmpty();
  }

  @Test
  void pagesAreCompleteAndWithoutDuplicatesWhileReportsAreAdded() {
    var old = new ArrayList<UUID>();
    for (var i = 0; i < 12; i++) {
      old.addFirst(finished(database, "label", NOW, "mail", "webhook", "mail").id());
    }
    for (var notifier : new @Nullable String[] {null, "mail"}) {
      var seen = new ArrayList<UUID>();
      @Nullable UUID after = null;
      do {
        var page =
            reports.list(
                new ReportQuery(5, after, null, null, null, notifier, null, null, null, null));
        page.results().forEach(r -> seen.add(r.report().id()));
        after = page.next();
        finished(database, "added", NOW, "ntfy");
      } while (after != null);
      assertThat(seen).endsWith(old.toArray(UUID[]::new)).doesNotHaveDuplicates();
    }
  }

  private void giveUp(Report report, String notifier) {
    var mine =
        claim(100).stream()
            .filter(c -> c.report().equals(report) && c.delivery().notifier().equals(notifier))
            .toList();
    assertThat(mine).hasSize(1);
    assertThat(queue.giveUp(mine.getFirst(), "gone")).isTrue();
  }

  private List<UUID> list(ReportQuery query) {
    return reports.list(query).results().stream().map(r -> r.report().id()).toList();
  }

  private static ReportQuery query(
      @Nullable UUID after,
      @Nullable String event,
      @Nullable String status,
      @Nullable DeliveryStatus delivery,
      @Nullable String notifier,
      @Nullable String label,
      @Nullable UUID backupId) {
    return new ReportQuery(
        100, after, event, status, delivery, notifier, label, backupId, null, null);
  }
}
