package io.backupman.notifier.mail;

import java.util.List;

/**
 * What the configuration says.
 *
 * @param server where mail is handed in
 * @param sender whom it is from
 * @param recipients whom it goes to, in the order of the configuration
 */
record MailSettings(MailServer server, Sender sender, List<Recipient> recipients) {

  /** Copies the list. */
  MailSettings {
    recipients = List.copyOf(recipients);
  }
}
