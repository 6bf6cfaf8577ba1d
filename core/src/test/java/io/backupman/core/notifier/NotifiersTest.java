package io.backupman.core.notifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.core.notifier.Notifiers.Target;
import io.backupman.core.testing.RecordingNotifier;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.Destination;
import io.backupman.notifier.spi.Notification;
import io.backupman.notifier.spi.Subscription;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NotifiersTest {
  private static final Subscription FAILED =
      new Subscription(Set.of(BackupStatus.FAILED), Set.of());
  private static final Subscription SHOP = new Subscription(Set.of(), Set.of("Shop"));
  private static final Subscription BOTH =
      new Subscription(Set.of(BackupStatus.FAILED, BackupStatus.FINISHED), Set.of());

  private final RecordingNotifier everything = new RecordingNotifier().without();

  @Test
  void theReportOfABackupGoesToThoseThatHaveSubscribedAndWantIt() {
    var notifiers =
        notifiers(
            notifier("all", Subscription.ALL, everything),
            notifier("failures", FAILED, everything),
            notifier("none", Subscription.ALL, unwilling(Notification.BACKUP_REPORT)));

    assertThat(notifiers.targets(BackupStatus.FINISHED, "Shop"))
        .extracting(NotifiersTest::text)
        .containsExactly("all any", "all shop");
    assertThat(notifiers.targets(BackupStatus.FAILED, "Blog"))
        .extracting(NotifiersTest::text)
        .containsExactly("all any", "all failed", "failures any", "failures failed");
  }

  @Test
  void aStartGoesToThoseThatWantItAndWouldHearOfBothEnds() {
    var notifiers =
        notifiers(
            notifier("all", BOTH, everything),
            notifier("failures", FAILED, everything),
            notifier("missing", Subscription.ALL, null),
            notifier("none", Subscription.ALL, unwilling(Notification.BACKUP_STARTED)));

    assertThat(notifiers.targets(Notification.BACKUP_STARTED, BackupStatus.PENDING, "Shop"))
        .extracting(NotifiersTest::text)
        .containsExactly("all any", "all shop");
    assertThat(notifiers.targets(Notification.BACKUP_STARTED, BackupStatus.PENDING, "Blog"))
        .extracting(NotifiersTest::text)
        .containsExactly("all any");
  }

  @Test
  void whatIsAboutADataSourceGoesToThoseThatHearOfItWhateverTheStatuses() {
    var notifiers =
        notifiers(
            notifier("all", Subscription.ALL, everything),
            notifier("failures", FAILED, everything),
            notifier("shop", SHOP, everything),
            notifier("missing", SHOP, null),
            notifier("none", Subscription.ALL, unwilling(Notification.BACKUP_OVERDUE)));

    assertThat(notifiers.targetsOf(Notification.BACKUP_OVERDUE, "Blog"))
        .extracting(NotifiersTest::text)
        .containsExactly("all any", "all failed", "failures any", "failures failed");
    assertThat(notifiers.targetsOf(Notification.BACKUP_OVERDUE, "Shop"))
        .extracting(NotifiersTest::text)
        .contains("failures shop", "shop any", "missing *")
        .doesNotContain("none any");
  }

  @Test
  void aNotifierThatFailsToSayWhatItWantsGetsWhatNotifiersGet() {
    var silly =
        new RecordingNotifier() {
          @Override
          public boolean wants(String event) {
            throw new NoClassDefFoundError("com/example/Event");
          }
        };
    var notifier = notifier("silly", Subscription.ALL, silly);
    assertThat(notifier.wants(Notification.BACKUP_REPORT)).isTrue();
    assertThat(notifier.wants(Notification.BACKUP_STARTED)).isFalse();
  }

  private static RecordingNotifier unwilling(String event) {
    return new RecordingNotifier().without(event);
  }

  private static Notifiers notifiers(ConfiguredNotifier... all) {
    return new Notifiers(List.of(all), List.of());
  }

  private static ConfiguredNotifier notifier(
      String name, Subscription subscription, @Nullable RecordingNotifier notifier) {
    var destinations =
        notifier == null
            ? List.<Destination>of()
            : List.of(
                Destination.of("any"),
                new Destination("failed", FAILED),
                new Destination("shop", SHOP));
    return new ConfiguredNotifier(
        name, "recording", "test.jar", true, subscription, notifier, destinations, "");
  }

  private static String text(Target target) {
    return target.notifier() + " " + target.destination().orElse("*");
  }
}
