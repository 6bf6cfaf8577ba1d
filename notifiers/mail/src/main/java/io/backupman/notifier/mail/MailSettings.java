package io.backupman.notifier.mail;

import java.time.Duration;
import java.util.List;

/**
 * What the configuration says.
 *
 * @param server where mail is handed in
 * @param sender whom it is from
 * @param recipients whom it goes to, in the order of the configuration
 * @param timeout how long one message may take, all in all
 */
record MailSettings(
    MailServer server, Sender sender, List<Recipient> recipients, Duration timeout) {

  /** Copies the list. */
  MailSettings {
    recipients = List.copyOf(recipients);
  }
}
