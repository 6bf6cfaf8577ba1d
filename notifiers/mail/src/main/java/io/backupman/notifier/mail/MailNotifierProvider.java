package io.backupman.notifier.mail;

import io.backupman.notifier.spi.Notifier;
import io.backupman.notifier.spi.NotifierContext;
import io.backupman.notifier.spi.NotifierProvider;
import io.backupman.notifier.spi.NotifierSettings;

/** Makes notifiers of the type {@code mail}. */
public final class MailNotifierProvider implements NotifierProvider {

  /** For {@link java.util.ServiceLoader}. */
  public MailNotifierProvider() {}

  @Override
  public String type() {
    return "mail";
  }

  @Override
  public Notifier create(NotifierSettings settings, NotifierContext context) {
    var mail = new MailSettingsReader(settings, context).read();
    return new MailNotifier(mail, context, Limits.within(mail.timeout()));
  }
}
