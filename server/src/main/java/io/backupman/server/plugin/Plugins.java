package io.backupman.server.plugin;

import io.backupman.core.notifier.PluginFile;
import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The providers that were found, by type, and what became of each file in the plugins folder.
 * Immutable but for {@link #close}.
 */
public final class Plugins implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Plugins.class.getName());

  private final SequencedMap<String, LoadedProvider> providers;
  private final List<PluginFile> files;
  private final MadeNotifiers made;
  private final List<? extends Closeable> closing;
  private final AtomicBoolean closed = new AtomicBoolean();

  Plugins(
      Map<String, LoadedProvider> providers,
      List<PluginFile> files,
      MadeNotifiers made,
      List<? extends Closeable> closing) {
    this.providers = Collections.unmodifiableSequencedMap(new TreeMap<>(providers));
    this.files = List.copyOf(files);
    this.made = made;
    this.closing = List.copyOf(closing);
  }

  /** The provider of a type, built in or from a plugin. */
  public Optional<LoadedProvider> provider(String type) {
    return Optional.ofNullable(providers.get(type));
  }

  /** All of them by type, sorted. */
  public SequencedMap<String, LoadedProvider> providers() {
    return providers;
  }

  /** The JARs and folders of the plugins folder, sorted by name, also those not loaded. */
  public List<PluginFile> files() {
    return files;
  }

  /**
   * Closes them as soon as nothing runs on their notifiers any more. Waits for that; if this thread
   * is interrupted, they are closed at once.
   *
   * @param settling how long to wait in any case: somebody may just have looked a notifier up
   * @param limit how long to wait at most; what still runs then is left behind
   */
  public void retire(Duration settling, Duration limit) {
    try {
      Thread.sleep(settling);
      for (var busy : made.awaitIdle(limit.toNanos())) {
        LOG.log(
            Level.WARNING,
            "{0} has not returned from a call for {1} s; the call is left behind, and what it"
                + " belongs to is closed.",
            busy.who(),
            limit.toSeconds());
      }
    } catch (InterruptedException now) {
      LOG.log(Level.DEBUG, "The notifiers of before are closed at once.", now);
    }
    close();
  }

  /**
   * Closes every notifier that the providers have made, then the plugins' class loaders: a class
   * that a notifier has not used yet could not be loaded any more.
   */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    made.close();
    for (var each : closing) {
      try {
        each.close();
      } catch (IOException failed) {
        LOG.log(Level.WARNING, "Not everything of the plugins could be closed.", failed);
      }
    }
  }
}
