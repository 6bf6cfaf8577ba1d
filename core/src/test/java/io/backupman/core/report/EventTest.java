package io.backupman.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.Notification;
import io.backupman.notifier.spi.Subscription;
import java.lang.reflect.Modifier;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EventTest {
  private static final Subscription ANY = Subscription.ALL;
  private static final Subscription FAILED =
      new Subscription(Set.of(BackupStatus.FAILED), Set.of());
  private static final Subscription SHOP = new Subscription(Set.of(), Set.of("Shop"));

  @Test
  void everyEventThatPluginsAreToldOfIsOne() throws IllegalAccessException {
    var words = new ArrayList<Object>();
    for (var field : Notification.class.getDeclaredFields()) {
      if (Modifier.isPublic(field.getModifiers()) && field.getType() == String.class) {
        words.add(field.get(null));
      }
    }
    assertThat(words).isNotEmpty().containsExactlyInAnyOrder((Object[]) Event.words());
  }

  @Test
  void whatOnlyANewerVersionKnowsIsUnknownAndSentAgainAsOthersAre() {
    assertThat(Event.of(report("backup_started"))).isEqualTo(Event.BACKUP_STARTED);
    var unknown = Event.of(report("backup_dreamt"));
    assertThat(unknown).isEqualTo(Event.UNKNOWN);
    assertThat(unknown.isSentAgain()).isTrue();
    assertThat(unknown.isSentAgainInBulk()).isTrue();
    assertThat(unknown.hasFallback()).isTrue();
    assertThat(unknown.supersededBy()).isEmpty();
  }

  @Test
  void aTestIsNeverSentAgainNorTakenOverAndAStartNotInBulk() {
    assertThat(Event.TEST.isSentAgain()).isFalse();
    assertThat(Event.TEST.isSentAgainInBulk()).isFalse();
    assertThat(Event.TEST.hasFallback()).isFalse();
    assertThat(Event.BACKUP_STARTED.isSentAgain()).isTrue();
    assertThat(Event.BACKUP_STARTED.isSentAgainInBulk()).isFalse();
  }

  @Test
  void twoEventsAreOfOutages() {
    assertThat(Event.values())
        .filteredOn(Event::isOfOutages)
        .containsExactly(Event.NOTIFIER_FAILING, Event.NOTIFIER_RECOVERED);
    assertThat(Event.words(Event.NOTIFIER_FAILING.supersededBy()))
        .containsExactlyInAnyOrder("notifier_failing", "notifier_recovered");
  }

  @Test
  void whichSubscriptionsCountDependsOnTheEvent() {
    assertThat(covered(Event.BACKUP_REPORT, "finished", "Shop")).containsExactly(ANY, SHOP);
    assertThat(covered(Event.BACKUP_REPORT, "failed", "Blog")).containsExactly(ANY, FAILED);
    assertThat(covered(Event.BACKUP_STARTED, "pending", "Shop")).containsExactly(ANY, SHOP);
    assertThat(covered(Event.BACKUP_OVERDUE, "failed", "Blog")).containsExactly(ANY, FAILED);
    assertThat(covered(Event.BACKUP_OVERDUE, "failed", "Shop")).containsExactly(ANY, FAILED, SHOP);
    assertThat(covered(Event.NOTIFIER_FAILING, "failed", "chat"))
        .containsExactly(ANY, FAILED, SHOP);
    assertThat(covered(Event.NOTIFIER_RECOVERED, "finished", "chat"))
        .containsExactly(ANY, FAILED, SHOP);
  }

  private static List<Subscription> covered(Event event, String status, String label) {
    return List.of(ANY, FAILED, SHOP).stream()
        .filter(subscription -> event.isCovered(subscription, status, label))
        .toList();
  }

  private static Report report(String event) {
    return new Report(UUID.randomUUID(), event, null, "Shop", "failed", "{}", Instant.EPOCH);
  }
}
