package io.backupman.notifier.ntfy;

import io.backupman.notifier.http.Destinations;
import io.backupman.notifier.http.HttpNotifier;
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
    var message = new NtfyMessage(context);
    var topics = Destinations.read(settings, section -> Topic.read(section, server, message));
    return new HttpNotifier(topics, HttpSender.of(settings, context));
  }
}
