package io.backupman.notifier.slack;

import io.backupman.notifier.http.HttpNotifier;
import io.backupman.notifier.http.HttpSender;
import io.backupman.notifier.spi.Notifier;
import io.backupman.notifier.spi.NotifierContext;
import io.backupman.notifier.spi.NotifierProvider;
import io.backupman.notifier.spi.NotifierSettings;

/** Makes {@code slack} notifiers from their list {@code destinations}. Safe for several threads. */
public final class SlackNotifierProvider implements NotifierProvider {

  /** For {@link java.util.ServiceLoader}. */
  public SlackNotifierProvider() {}

  @Override
  public String type() {
    return "slack";
  }

  @Override
  public Notifier create(NotifierSettings settings, NotifierContext context) {
    return new HttpNotifier(
        new SlackSettings(settings, context).read(), HttpSender.of(settings, context));
  }
}
