package io.backupman.notifier.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.notifier.spi.Destination;
import io.backupman.notifier.spi.Notification;
import io.backupman.notifier.spi.Outage;
import io.backupman.notifier.testkit.ExampleEvents;
import io.backupman.notifier.testkit.FixedContext;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a person reads about each event. */
class EventMailsTest {
  private static final Destination JOHN = Destination.of("John");
  private static final FixedContext CONTEXT = new FixedContext("mail");

  private static MimeMessage mail(Notification notification) throws MessagingException {
    var from = MailAddress.named("backupman@example.com", "Backupman");
    return new ReportMessage(new Sender(Optional.of(from), "example.com"), CONTEXT)
        .compose(notification, from, new Recipient(JOHN, "john@example.com"));
  }

  private static String thread(Notification notification) throws MessagingException {
    return mail(notification).getHeader("References", null);
  }

  private static Notification outage(String event, String notifier, String destination) {
    var outage = new Outage(notifier, destination, Instant.EPOCH, null, "Connection refused.");
    return Notification.builder(UUID.randomUUID(), UUID.randomUUID(), event, Instant.EPOCH)
        .outage(outage)
        .build();
  }

  static Arguments[] events() {
    return new Arguments[] {
      Arguments.of(ExampleEvents.finished(), "Mysql 1: backup finished", "Done in 4 min 59 s"),
      Arguments.of(ExampleEvents.failed(), "Mysql 1: backup failed", "Access denied for user"),
      Arguments.of(
          ExampleEvents.recovered(),
          "Mysql 1: backup finished (recovered)",
          "; the one before had failed."),
      Arguments.of(
          ExampleEvents.warned(),
          "Mysql 1: backup finished",
          "The dump is 73 % smaller than usual"),
      Arguments.of(
          ExampleEvents.notRestored(), "Mysql 1: backup failed", "The dump could not be restored"),
      Arguments.of(ExampleEvents.started(), "Mysql 1: backup started", "Started at"),
      Arguments.of(ExampleEvents.test(), "Mysql 1: this is how a report looks", "Done in"),
      Arguments.of(
          ExampleEvents.overdue(),
          "Mysql 1: backup overdue",
          "No backup has finished since Mon 30 Jun 2025, 12:00:00 UTC"),
      Arguments.of(
          ExampleEvents.notifierFailing(),
          "Notifier mail, John Doe: not reached",
          "Connection refused."),
      Arguments.of(
          ExampleEvents.notifiersFailing(),
          "2 destinations of 2 notifiers: not reached",
          "mail, John Doe; chat, Ops"),
      Arguments.of(
          ExampleEvents.notifierRecovered(),
          "Notifier mail, John Doe: reached again",
          "Reports to it were not delivered for 2 h."),
      Arguments.of(
          ExampleEvents.unknown(), "moon_phase", "This notifier knows no more about this event."),
    };
  }

  @ParameterizedTest
  @MethodSource("events")
  void subjectTextAndHtmlSayWhatHappened(Notification event, String title, String words)
      throws Exception {
    var view = ReportView.of(event, JOHN, CONTEXT);
    var text = ReportPages.text(view);

    assertThat(mail(event).getSubject()).isEqualTo("[Backupman] " + title);
    assertThat(text).startsWith(title + "\n\n").contains(words);
    assertThat(text).doesNotContain("\n\n\n", "null");
    assertThat(ReportPages.html(view))
        .contains("<title>" + title + "</title>", words)
        .doesNotContain("null");
  }

  @Test
  void aWarningStandsAtTheTopAndTheRestoreAmongTheFacts() {
    var view = ReportView.of(ExampleEvents.warned(), JOHN, CONTEXT);

    assertThat(ReportPages.text(view))
        .startsWith("Mysql 1: backup finished\n\nWarning: The dump is 73 % smaller than usual")
        .contains("\nRestore verified: 12 tables, 34,567 rows\n");
    assertThat(ReportPages.html(view))
        .contains("class=\"warning\"", "Restore verified", "12 tables, 34,567 rows");
    assertThat(ReportPages.html(ReportView.of(ExampleEvents.finished(), JOHN, CONTEXT)))
        .doesNotContain("class=\"warning\"");
  }

  @Test
  void theMailsAboutADestinationAreOneThread() throws MessagingException {
    var failing = thread(outage(Notification.NOTIFIER_FAILING, "chat", "Ops"));

    assertThat(thread(outage(Notification.NOTIFIER_RECOVERED, "chat", "Ops"))).isEqualTo(failing);
    assertThat(thread(outage(Notification.NOTIFIER_FAILING, "chat", "Dev"))).isNotEqualTo(failing);
    assertThat(thread(outage(Notification.NOTIFIER_FAILING, "ntfy", "Ops"))).isNotEqualTo(failing);
  }

  @Test
  void whatIsAboutADataSourceIsInTheThreadOfItsLabel() throws MessagingException {
    assertThat(thread(ExampleEvents.recovered())).isEqualTo(thread(ExampleEvents.failed()));
    assertThat(thread(ExampleEvents.overdue())).isEqualTo(thread(ExampleEvents.failed()));
  }
}
