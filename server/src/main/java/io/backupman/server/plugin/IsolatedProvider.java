package io.backupman.server.plugin;

import io.backupman.core.notifier.ConfiguredNotifier;
import io.backupman.notifier.spi.Notification;
import io.backupman.notifier.spi.Notifier;
import io.backupman.notifier.spi.NotifierContext;
import io.backupman.notifier.spi.NotifierProvider;
import io.backupman.notifier.spi.NotifierSettings;
import org.jspecify.annotations.Nullable;

/**
 * A provider behind a wall: its code runs with its own context class loader, and whatever it throws
 * becomes a {@link PluginException}. Safe for use by several threads.
 */
final class IsolatedProvider implements NotifierProvider {
  private final String type;
  private final NotifierProvider provider;
  private final String who;
  private final ContextLoader context;
  private final MadeNotifiers made;

  IsolatedProvider(
      String type,
      NotifierProvider provider,
      String source,
      ClassLoader loader,
      MadeNotifiers made) {
    this.type = type;
    this.provider = provider;
    this.who =
        source.equals(ConfiguredNotifier.BUILT_IN)
            ? "The built-in channel " + type
            : "The plugin " + source;
    this.context = new ContextLoader(loader);
    this.made = made;
  }

  /** The type as it was when the plugin was loaded. */
  @Override
  public String type() {
    return type;
  }

  /**
   * Makes a notifier behind the same wall.
   *
   * @throws PluginException if the provider threw anything, or returned {@code null}; if it has
   *     rejected settings before, those are the reason and this is to be ignored
   */
  @Override
  public Notifier create(NotifierSettings settings, NotifierContext host) {
    var notifier = made(settings, host);
    if (notifier == null) {
      throw new PluginException(who + " made no notifier (null).");
    }
    var isolated = new IsolatedNotifier(notifier, who, context);
    // Later it is asked within a transaction, which is not to wait for a plugin.
    isolated.wants(Notification.NOTIFIER_RECOVERED);
    made.add(isolated);
    return isolated;
  }

  private @Nullable Notifier made(NotifierSettings settings, NotifierContext host) {
    try {
      return context.call(() -> provider.create(settings, host));
    } catch (Throwable failed) {
      throw new PluginException(
          who + " could not make a notifier: " + Reason.words(failed) + ".", failed);
    }
  }
}
