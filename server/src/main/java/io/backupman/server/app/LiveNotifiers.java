package io.backupman.server.app;

import io.backupman.core.notifier.ConfiguredNotifier;
import io.backupman.core.notifier.NotifierReload;
import io.backupman.core.notifier.Notifiers;
import io.backupman.core.request.RequestProblem;
import io.backupman.server.config.problem.ConfigException;
import java.lang.System.Logger.Level;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;

/**
 * The notifiers of now, which a reload replaces all at once. Safe for use by several threads.
 *
 * <p>What is being sent ends on the notifier that it began on: the replaced ones are closed, and
 * their plugins with them, when nothing runs on them any more.
 */
final class LiveNotifiers implements NotifierReload, AutoCloseable {
  private static final System.Logger LOG = System.getLogger(LiveNotifiers.class.getName());

  private final ConfigSource source;
  private final PluginRetirement retirement;
  private final ReentrantLock reloading = new ReentrantLock();
  private volatile Generation current;
  private volatile BiConsumer<Notifiers, Notifiers> replaced = (before, now) -> {};
  private boolean closed;

  /** A configuration with its notifiers, put together once. */
  private record Generation(ConfigurationWithPlugins loaded, Notifiers notifiers) {
    static Generation of(ConfigurationWithPlugins loaded) {
      return new Generation(loaded, loaded.notifiers());
    }
  }

  /** Takes over what was loaded, and closes it. */
  LiveNotifiers(ConfigurationWithPlugins loaded, PluginRetirement retirement) {
    this.source = loaded.source();
    this.retirement = retirement;
    this.current = Generation.of(loaded);
  }

  /** Has somebody told of the notifiers of before and of now, each time that they are replaced. */
  void onReplaced(BiConsumer<Notifiers, Notifiers> listener) {
    replaced = listener;
  }

  /** The notifiers of now. */
  Notifiers now() {
    return current.notifiers();
  }

  @Override
  public Notifiers reload() {
    try {
      reloading.lockInterruptibly();
    } catch (InterruptedException e) {
      throw interrupted();
    }
    try {
      if (closed) {
        throw RequestProblem.conflict("Backupman is being stopped; nothing was reloaded.");
      }
      var next = Generation.of(uninterrupted(read()));
      var before = current;
      current = next;
      retirement.retire(before.loaded());
      tell(before, next);
      return next.notifiers();
    } finally {
      reloading.unlock();
    }
  }

  /** Whose thread is interrupted while it loads finds every plugin broken that comes after. */
  private static ConfigurationWithPlugins uninterrupted(ConfigurationWithPlugins loaded) {
    if (Thread.currentThread().isInterrupted()) {
      loaded.close();
      throw interrupted();
    }
    return loaded;
  }

  private static RequestProblem interrupted() {
    Thread.currentThread().interrupt();
    return RequestProblem.conflict("Reloading took too long and was ended; nothing was changed.");
  }

  private ConfigurationWithPlugins read() {
    try {
      return source.load();
    } catch (ConfigException e) {
      LOG.log(Level.ERROR, "The notifiers were not reloaded, because the configuration is wrong:");
      e.problems().forEach(p -> LOG.log(Level.ERROR, "{0}: {1}", source.file(), p));
      throw RequestProblem.invalid("Nothing was changed. " + e.getMessage());
    }
  }

  private void tell(Generation before, Generation next) {
    LOG.log(
        Level.INFO,
        "The notifiers were reloaded: {0} switched on, {1} plugins.",
        next.notifiers().enabled().size(),
        next.notifiers().plugins().size());
    announce();
    for (var section : before.loaded().config().needingRestart(next.loaded().config())) {
      LOG.log(
          Level.WARNING,
          "The section {0} of {1} has changed; that takes effect at the next start.",
          section,
          source.file());
    }
    replaced.accept(before.notifiers(), next.notifiers());
  }

  /** Logs what is configured but cannot be used. */
  void announce() {
    now().enabled().stream().filter(n -> !n.usable()).forEach(LiveNotifiers::announce);
  }

  private static void announce(ConfiguredNotifier unusable) {
    LOG.log(
        Level.ERROR,
        "The notifier \"{0}\" cannot be used; its deliveries wait. {1}",
        unusable.name(),
        unusable.detail());
  }

  /** Closes the notifiers, those that were replaced too. */
  @Override
  public void close() {
    reloading.lock();
    try {
      closed = true;
      retirement.close();
      current.loaded().close();
    } finally {
      reloading.unlock();
    }
  }
}
