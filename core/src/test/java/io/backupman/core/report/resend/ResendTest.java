package io.backupman.core.report.resend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.backupman.core.notifier.ConfiguredNotifier;
import io.backupman.core.notifier.Notifiers;
import io.backupman.core.report.Delivery;
import io.backupman.core.report.DeliveryTrigger;
import io.backupman.core.report.Report;
import io.backupman.core.request.RequestProblem;
import io.backupman.core.store.Database;
import io.backupman.core.store.MigratedDatabase;
import io.backupman.core.testing.RecordingNotifier;
import io.backupman.core.testing.Records;
import io.backupman.core.testing.SettableClock;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.Subscription;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ResendTest {
  private final Database database = MigratedDatabase.open();
  private final SettableClock clock = new SettableClock();
  private final AtomicInteger told = new AtomicInteger();
  private final RecordingNotifier chat = new RecordingNotifier("Ann", "Bob");
  private final ConfiguredNotifier onlyFailures =
      new ConfiguredNotifier(
          "pager",
          "recording",
          "test.jar",
          true,
          new Subscription(Set.of(BackupStatus.FAILED), Set.of()),
          chat,
          new RecordingNotifier("Duty").destinations(),
          "");
  private final Notifiers notifiers =
      new Notifiers(
          List.of(chat.named("chat"), onlyFailures, unusable("ntfy", true), unusable("old", false)),
          List.of());
  private final Report report =
      Records.reported(
          database.backups(), Notifiers.NONE, "Shop", BackupStatus.FINISHED, clock.instant());

  @AfterEach
  void close() {
    database.close();
  }

  private static ConfiguredNotifier unusable(String name, boolean enabled) {
    return new ConfiguredNotifier(
        name, name, "", enabled, Subscription.ALL, null, List.of(), "no plugin");
  }

  private Resend resend(Notifiers now) {
    return new Resend(database.reports(), () -> now, clock, told::incrementAndGet);
  }

  @Test
  void goesToEveryDestinationThatIsConfiguredNowWhateverTheSubscriptionsSay() {
    var queued = resend(notifiers).resend(report.id(), List.of(), List.of());

    assertThat(queued)
        .extracting(Delivery::notifier, Delivery::destination, Delivery::trigger)
        .containsExactly(
            tuple("chat", "Ann", DeliveryTrigger.RESEND),
            tuple("chat", "Bob", DeliveryTrigger.RESEND),
            tuple("pager", "Duty", DeliveryTrigger.RESEND),
            tuple("ntfy", Delivery.EVERY_DESTINATION, DeliveryTrigger.RESEND));
    assertThat(database.reports().deliveries(report.id())).isEqualTo(queued);
    assertThat(told).hasValue(1);
  }

  @Test
  void goesWhereItIsAskedToGo() {
    assertThat(resend(notifiers).resend(report.id(), List.of("pager"), List.of()))
        .extracting(Delivery::destination)
        .containsExactly("Duty");
    assertThat(resend(notifiers).resend(report.id(), List.of(), List.of("Bob")))
        .extracting(Delivery::destination)
        .containsExactly("Bob");
  }

  @Test
  void saysWhatThereIsWhenANameIsNotKnown() {
    assertProblem(
        RequestProblem.Kind.INVALID,
        "There is no switched-on notifier \"old\". There are: chat, pager, ntfy.",
        report.id(),
        List.of("old"),
        List.of());
    assertProblem(
        RequestProblem.Kind.INVALID,
        "There is no destination \"Duty\". There are: Ann, Bob.",
        report.id(),
        List.of("chat"),
        List.of("Duty"));
    assertThat(database.reports().deliveries(report.id())).isEmpty();
  }

  @Test
  void saysThatThereIsNoSuchReport() {
    var unknown = UUID.randomUUID();

    assertProblem(
        RequestProblem.Kind.NOT_FOUND,
        "There is no report " + unknown + ".",
        unknown,
        List.of(),
        List.of());
  }

  @Test
  void saysThatThereIsNothingToSendTo() {
    assertThatThrownBy(() -> resend(Notifiers.NONE).resend(report.id(), List.of(), List.of()))
        .isInstanceOfSatisfying(
            RequestProblem.class,
            p -> assertThat(p.kind()).isEqualTo(RequestProblem.Kind.CONFLICT));
  }

  @Test
  void doesNotSendATestAgain() {
    var now = clock.instant();
    var test = new Report(UUID.randomUUID(), "test", null, "chat", "finished", "{}", now);
    database.reports().add(test, List.of());

    assertProblem(
        RequestProblem.Kind.CONFLICT,
        "This is the report of a test, which is not sent again; test the notifier instead.",
        test.id(),
        List.of("chat"),
        List.of());
    assertThat(database.reports().deliveries(test.id())).isEmpty();
    assertThat(told).hasValue(0);
  }

  private void assertProblem(
      RequestProblem.Kind kind,
      String sentence,
      UUID id,
      List<String> names,
      List<String> destinations) {
    assertThatThrownBy(() -> resend(notifiers).resend(id, names, destinations))
        .isInstanceOfSatisfying(RequestProblem.class, p -> assertThat(p.kind()).isEqualTo(kind))
        .hasMessage(sentence);
  }
}
