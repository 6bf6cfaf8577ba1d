package io.backupman.notifier.mail;

import io.backupman.notifier.spi.Destination;
import io.backupman.notifier.spi.Notification;
import io.backupman.notifier.spi.NotificationException;
import io.backupman.notifier.spi.Notifier;
import io.backupman.notifier.spi.NotifierContext;
import io.backupman.notifier.spi.Receipt;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Sends each report as one message to each destination. Safe for use by several threads. */
final class MailNotifier implements Notifier {
  /** An attempt ends by itself, knowing what became of the message, before it is interrupted. */
  private static final Duration TIME_TO_END = Duration.ofSeconds(30);

  private final MailSettings settings;
  private final Limits limits;
  private final ReportMessage messages;
  private final Attempts attempts;

  MailNotifier(MailSettings settings, NotifierContext context, Limits limits) {
    this.settings = settings;
    this.limits = limits;
    this.messages = new ReportMessage(settings.sender(), context);
    this.attempts = new Attempts(settings.server());
  }

  @Override
  public List<Destination> destinations() {
    return settings.recipients().stream().map(Recipient::destination).toList();
  }

  @Override
  public Optional<Duration> sendLimit() {
    return Optional.of(limits.attempt().plus(TIME_TO_END));
  }

  @Override
  public Receipt send(Notification notification, Destination destination)
      throws NotificationException, InterruptedException {
    var recipient = recipient(destination);
    return attempts.hold(
        conversation ->
            conversation.deliver(
                from -> messages.compose(notification, from, recipient),
                settings.sender(),
                recipient.email()),
        limits);
  }

  private Recipient recipient(Destination destination) throws NotificationException {
    return settings.recipients().stream()
        .filter(recipient -> recipient.destination().name().equals(destination.name()))
        .findFirst()
        .orElseThrow(
            () ->
                NotificationException.retryable(
                    "There is no destination named \"%s\" any more."
                        .formatted(destination.name())));
  }

  @Override
  public void check() throws NotificationException, InterruptedException {
    attempts.hold(
        conversation -> {
          conversation.check();
          return Receipt.taken();
        },
        Limits.OF_A_CHECK);
  }

  @Override
  public void close() {
    attempts.close();
  }
}
