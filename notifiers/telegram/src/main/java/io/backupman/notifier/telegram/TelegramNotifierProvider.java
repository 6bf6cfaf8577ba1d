package io.backupman.notifier.telegram;

import io.backupman.notifier.http.HttpNotifier;
import io.backupman.notifier.http.HttpSender;
import io.backupman.notifier.spi.Notifier;
import io.backupman.notifier.spi.NotifierContext;
import io.backupman.notifier.spi.NotifierProvider;
import io.backupman.notifier.spi.NotifierSettings;

/**
 * Makes {@code telegram} notifiers from their list {@code destinations}. Safe for several threads.
 */
public final class TelegramNotifierProvider implements NotifierProvider {

  /** For {@link java.util.ServiceLoader}. */
  public TelegramNotifierProvider() {}

  @Override
  public String type() {
    return "telegram";
  }

  @Override
  public Notifier create(NotifierSettings settings, NotifierContext context) {
    return new HttpNotifier(
        new TelegramSettings(settings, context).read(), HttpSender.of(settings, context));
  }
}
