package io.backupman.core.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.backupman.core.notifier.ConfiguredNotifier;
import io.backupman.core.notifier.HungSends;
import io.backupman.core.notifier.Notifiers;
import io.backupman.core.request.RequestProblem;
import io.backupman.core.testing.RecordingNotifier;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.Destination;
import io.backupman.notifier.spi.Notification;
import io.backupman.notifier.spi.Outage;
import io.backupman.notifier.spi.Subscription;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.AbstractListAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AddressingTest {
  private static final Subscription FAILED =
      new Subscription(Set.of(BackupStatus.FAILED), Set.of());
  private static final Subscription SHOP = new Subscription(Set.of(), Set.of("Shop"));
  private static final Subscription BOTH =
      new Subscription(Set.of(BackupStatus.FAILED, BackupStatus.FINISHED), Set.of());

  private final RecordingNotifier everything = new RecordingNotifier().without();
  private final ConfiguredNotifier chat = new RecordingNotifier("Ann", "Bob").named("chat");
  private final ConfiguredNotifier mail = new RecordingNotifier("Carl", "Dora").named("mail");
  private final ConfiguredNotifier missing = notifier("missing", Subscription.ALL, null);

  @Test
  void theReportOfABackupGoesToThoseThatHaveSubscribedAndWantIt() {
    var notifiers =
        addressing(
            notifier("all", Subscription.ALL, everything),
            notifier("failures", FAILED, everything),
            notifier("none", Subscription.ALL, unwilling(Notification.BACKUP_REPORT)));

    assertRoutes(notifiers.of(report(Event.BACKUP_REPORT, "finished", "Shop")))
        .containsExactly("all any", "all shop");
    assertRoutes(notifiers.of(report(Event.BACKUP_REPORT, "failed", "Blog")))
        .containsExactly("all any", "all failed", "failures any", "failures failed");
  }

  @Test
  void aStartGoesToThoseThatWantItAndWouldHearOfBothEnds() {
    var notifiers =
        addressing(
            notifier("all", BOTH, everything),
            notifier("failures", FAILED, everything),
            missing,
            notifier("none", Subscription.ALL, unwilling(Notification.BACKUP_STARTED)));

    assertRoutes(notifiers.of(report(Event.BACKUP_STARTED, "pending", "Shop")))
        .containsExactly("all any", "all shop");
    assertRoutes(notifiers.of(report(Event.BACKUP_STARTED, "pending", "Blog")))
        .containsExactly("all any");
  }

  @Test
  void whatIsAboutADataSourceGoesToThoseThatHearOfItWhateverTheStatuses() {
    var notifiers =
        addressing(
            notifier("all", Subscription.ALL, everything),
            notifier("failures", FAILED, everything),
            notifier("shop", SHOP, everything),
            notifier("missing", SHOP, null),
            notifier("none", Subscription.ALL, unwilling(Notification.BACKUP_OVERDUE)));

    assertRoutes(notifiers.of(report(Event.BACKUP_OVERDUE, "failed", "Blog")))
        .containsExactly("all any", "all failed", "failures any", "failures failed");
    assertRoutes(notifiers.of(report(Event.BACKUP_OVERDUE, "failed", "Shop")))
        .contains("failures shop", "shop any", "missing *")
        .doesNotContain("none any");
  }

  @Test
  void whatIsAboutOutagesGoesNeitherToThemNorThroughTheOnlyNotifierThatHasThem() {
    var all = addressing(chat, notifier("failures", FAILED, everything), mail);
    assertRoutes(all.of(outages(Event.NOTIFIER_FAILING, "chat Ann")))
        .containsExactly(
            "failures any", "failures failed", "failures shop", "mail Carl", "mail Dora");
    assertRoutes(
            addressing(chat, mail).of(outages(Event.NOTIFIER_FAILING, "chat Ann", "mail Carl")))
        .containsExactly("chat Bob", "mail Dora");
  }

  @Test
  void whatWasForAllDestinationsOfAPluginThatIsThereAgainIsNotForThoseThatFail() {
    var alarm = outages(Event.NOTIFIER_FAILING, "chat Ann", "mail Carl");
    for (var trigger : List.of(DeliveryTrigger.AUTOMATIC, DeliveryTrigger.FALLBACK)) {
      assertRoutes(Addressing.divided(toEvery(alarm, "chat", trigger), alarm, chat))
          .containsExactly("chat Bob");
    }
    var again = toEvery(alarm, "chat", DeliveryTrigger.RESEND);
    assertRoutes(Addressing.divided(again, alarm, chat)).containsExactly("chat Ann", "chat Bob");
  }

  @Test
  void whatWasForAllDestinationsAsksTheSubscriptionsIfItWasMadeWithTheReport() {
    var report = report(Event.BACKUP_REPORT, "finished", "Blog");
    var there = notifier("chat", Subscription.ALL, everything);
    assertRoutes(
            Addressing.divided(toEvery(report, "chat", DeliveryTrigger.AUTOMATIC), report, there))
        .containsExactly("chat any");
    assertRoutes(
            Addressing.divided(toEvery(report, "chat", DeliveryTrigger.FALLBACK), report, there))
        .containsExactly("chat any", "chat failed", "chat shop");
    assertRoutes(
            Addressing.divided(
                toEvery(report, "chat", DeliveryTrigger.AUTOMATIC),
                report,
                notifier("chat", FAILED, everything)))
        .isEmpty();
  }

  @Test
  void aNotifierThatIsSetAsideIsAddressedAsAnyOther() {
    var aside = setAside("aside");
    var report = report(Event.BACKUP_REPORT, "finished", "Shop");
    var addressing = addressing(aside);

    assertThat(aside.usable()).isFalse();
    assertRoutes(addressing.of(report)).containsExactly("aside any", "aside shop");
    assertRoutes(addressing.ofNamed(List.of(), List.of("failed"))).containsExactly("aside failed");
    assertRoutes(Addressing.ofTest(aside, List.of()))
        .containsExactly("aside any", "aside failed", "aside shop");
    assertThatThrownBy(() -> Addressing.ofTest(aside, List.of("nobody")))
        .isInstanceOf(RequestProblem.class)
        .hasMessage("There is no destination \"nobody\". There are: any, failed, shop.");
  }

  @Test
  void oneThatCouldNotBeMadeIsOneRouteUntilItsDestinationsAreKnown() {
    assertRoutes(addressing(missing).of(report(Event.BACKUP_REPORT, "failed", "Blog")))
        .containsExactly("missing *");
    assertRoutes(addressing(missing).of(outages(Event.NOTIFIER_FAILING, "chat Ann")))
        .containsExactly("missing *");
    assertRoutes(addressing(missing).of(outages(Event.NOTIFIER_FAILING, "missing *"))).isEmpty();
    assertRoutes(addressing(missing).ofNamed(List.of(), List.of())).containsExactly("missing *");
    assertRoutes(Addressing.ofTest(missing, List.of())).containsExactly("missing *");
  }

  @Test
  void aTestOfOneThatCouldNotBeMadeTakesAnyName() {
    assertRoutes(Addressing.ofTest(missing, List.of("phone", "phone", "desk")))
        .containsExactly("missing phone", "missing desk");
  }

  @Test
  void aResendGoesToNoNameThatNobodyIsKnownToHave() {
    var both = addressing(chat, missing);
    assertRoutes(both.ofNamed(List.of(), List.of("Ann"))).containsExactly("chat Ann");
    assertThatThrownBy(() -> both.ofNamed(List.of(), List.of("Anna")))
        .isInstanceOfSatisfying(
            RequestProblem.class, p -> assertThat(p.kind()).isEqualTo(RequestProblem.Kind.INVALID))
        .hasMessage(
            "There is no destination \"Anna\"; did you mean \"Ann\"? There are: Ann, Bob."
                + " The destinations of \"missing\" are not known now: No such plugin.");
    assertThatThrownBy(() -> both.ofNamed(List.of("missing"), List.of("phone")))
        .isInstanceOf(RequestProblem.class)
        .hasMessage("The destinations of \"missing\" are not known now: No such plugin.");
  }

  @Test
  void anEndIsToldToThoseWhoWereToldOfTheOutageAndCanStillBe() {
    var alarm = outages(Event.NOTIFIER_FAILING, "pager Duty");
    var told =
        List.of(
            ended(alarm, "chat", "Ann", DeliveryStatus.DELIVERED),
            ended(alarm, "chat", "Bob", DeliveryStatus.FAILED),
            ended(alarm, "chat", "Gone", DeliveryStatus.DELIVERED),
            ended(alarm, "elsewhere", "Eve", DeliveryStatus.DELIVERED),
            ended(alarm, "mail", "Carl", DeliveryStatus.SKIPPED),
            ended(alarm, "mail", "Dora", DeliveryStatus.PENDING),
            ended(alarm, "missing", "Fay", DeliveryStatus.DELIVERED),
            ended(alarm, "silent", "any", DeliveryStatus.DELIVERED));
    var silent = notifier("silent", Subscription.ALL, unwilling(Notification.NOTIFIER_RECOVERED));

    assertRoutes(
            addressing(chat, mail, missing, silent)
                .ofRecovered(told, route -> route.notifier().equals("elsewhere")))
        .containsExactly("chat Ann", "elsewhere Eve", "mail Dora", "missing Fay");
  }

  private static Delivery ended(
      Report report, String notifier, String destination, DeliveryStatus status) {
    return new Delivery(
        UUID.randomUUID(),
        report.id(),
        notifier,
        destination,
        status,
        DeliveryTrigger.AUTOMATIC,
        1,
        Instant.EPOCH,
        null,
        null,
        null);
  }

  private static Delivery toEvery(Report report, String notifier, DeliveryTrigger trigger) {
    return Delivery.due(report.id(), List.of(Route.toEvery(notifier)), trigger, Instant.EPOCH)
        .getFirst();
  }

  private static Report report(Event event, String status, String label) {
    return new Report(UUID.randomUUID(), event.word(), null, label, status, "{}", Instant.EPOCH);
  }

  private static Report outages(Event event, String... failing) {
    var id = UUID.randomUUID();
    var outages =
        List.of(failing).stream()
            .map(text -> text.split(" ", 2))
            .map(name -> new Outage(name[0], name[1], Instant.EPOCH, null, "Refused."))
            .toList();
    var payload = ReportPayload.write(outages, id);
    return new Report(id, event.word(), null, "some", "failed", payload, Instant.EPOCH);
  }

  private static RecordingNotifier unwilling(String event) {
    return new RecordingNotifier().without(event);
  }

  private static Addressing addressing(ConfiguredNotifier... all) {
    return new Addressing(new Notifiers(List.of(all), List.of()));
  }

  private ConfiguredNotifier setAside(String name) {
    var notifier = notifier(name, Subscription.ALL, everything);
    for (var i = 0; i < HungSends.TOO_MANY; i++) {
      notifier.hung().add(new CompletableFuture<>());
    }
    return notifier;
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
        name,
        "recording",
        "test.jar",
        true,
        subscription,
        notifier,
        destinations,
        notifier == null ? "No such plugin." : "");
  }

  private static AbstractListAssert<?, ?, String, ?> assertRoutes(List<Route> routes) {
    return assertThat(routes).extracting(r -> r.notifier() + " " + r.destination());
  }
}
