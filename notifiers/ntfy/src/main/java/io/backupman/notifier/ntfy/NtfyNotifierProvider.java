package io.backupman.notifier.ntfy;

import io.backupman.notifier.http.Destinations;
import io.backupman.notifier.http.HttpSender;
import io.backupman.notifier.spi.Notifier;
import io.backupman.notifier.spi.NotifierContext;
import io.backupman.notifier.spi.NotifierProvider;
import io.backupman.notifier.spi.NotifierSettings;

/** Makes {@code ntfy} notifiers. Safe for use by several threads. */
public final class NtfyNotifierProvider implements NotifierProvider {

  /** For {@link java.util.ServiceLoader}. */
  public NtfyNotifierProvider() {}

  @Override
  public String type() {
    return "ntfy";
  }

  @Override
  public Notifier create(NotifierSettings settings, NotifierContext context) {
    var server = NtfyServer.read(settings);
    var topics = Destinations.read(settings, Topic::read);
    return new NtfyNotifier(
        topics, server, new NtfyMessage(context.appUrl()), new HttpSender(context));
  }
}
