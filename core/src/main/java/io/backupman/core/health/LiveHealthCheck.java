package io.backupman.core.health;

import io.backupman.core.drive.Drive;
import io.backupman.core.notifier.ConfiguredNotifier;
import io.backupman.core.notifier.Notifiers;
import io.backupman.core.source.DataSource;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks every part whether it could be used, all side by side, each with a deadline. What was found
 * holds for a few seconds, so that whoever asks all the time does not load the parts; a part that
 * goes down or comes back is logged once. Safe for use by several threads.
 */
public final class LiveHealthCheck implements HealthCheck {
  private static final System.Logger LOG = System.getLogger(LiveHealthCheck.class.getName());
  private static final Duration DEADLINE = Duration.ofSeconds(10);
  private static final Duration HOLDS = Duration.ofSeconds(5);

  private final Runnable database;
  private final List<Drive> drives;
  private final List<DataSource> sources;
  private final Supplier<Notifiers> notifiers;
  private final Map<String, Component> logged = new ConcurrentHashMap<>();
  private @Nullable Health last;
  private long lastAt;

  /**
   * Checks these parts.
   *
   * @param database throws with a sentence if the own database cannot be used
   * @param drives the drives
   * @param sources the data sources
   * @param notifiers the notifiers of now
   */
  public LiveHealthCheck(
      Runnable database,
      List<Drive> drives,
      List<DataSource> sources,
      Supplier<Notifiers> notifiers) {
    this.database = database;
    this.drives = List.copyOf(drives);
    this.sources = List.copyOf(sources);
    this.notifiers = notifiers;
  }

  /** A part that throws is down. */
  @FunctionalInterface
  private interface Probe {
    void run() throws Exception;
  }

  @Override
  public synchronized Health check() {
    var known = last;
    if (known == null || System.nanoTime() - lastAt > HOLDS.toNanos()) {
      known = look();
      last = known;
      lastAt = System.nanoTime();
    }
    return known;
  }

  private Health look() {
    var databaseProbe = started(database::run);
    var driveProbes = new LinkedHashMap<String, FutureTask<Component>>();
    drives.forEach(d -> driveProbes.put(d.label(), started(d::check)));
    var sourceProbes = new LinkedHashMap<String, FutureTask<Component>>();
    sources.forEach(s -> sourceProbes.put(s.settings().label(), started(s::check)));
    var notifierProbes = new LinkedHashMap<String, FutureTask<Component>>();
    notifiers.get().enabled().forEach(n -> notifierProbes.put(n.name(), started(probe(n))));
    var deadline = System.nanoTime() + DEADLINE.toNanos();
    return new Health(
        logged("The own database", result(databaseProbe, deadline)),
        results("The drive", driveProbes, deadline),
        results("The data source", sourceProbes, deadline),
        results("The notifier", notifierProbes, deadline));
  }

  private static Probe probe(ConfiguredNotifier configured) {
    return () -> {
      var notifier = configured.notifier();
      if (notifier == null) {
        throw new IllegalStateException(configured.detail());
      }
      notifier.check();
    };
  }

  /** In platform threads: a plugin's check may hold a carrier thread for as long as it likes. */
  private static FutureTask<Component> started(Probe probe) {
    Callable<Component> look =
        () -> {
          probe.run();
          return new Component(true, "");
        };
    var task = new FutureTask<>(look);
    Thread.ofPlatform().daemon().name("health").start(task);
    return task;
  }

  private Map<String, Component> results(
      String kind, Map<String, FutureTask<Component>> probes, long deadline) {
    var results = new LinkedHashMap<String, Component>();
    probes.forEach(
        (name, probe) ->
            results.put(name, logged(kind + " \"" + name + "\"", result(probe, deadline))));
    return results;
  }

  private static Component result(FutureTask<Component> probe, long deadline) {
    try {
      return probe.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      var message = e.getCause() == null ? null : e.getCause().getMessage();
      return new Component(false, message == null ? "The check failed." : message);
    } catch (TimeoutException e) {
      probe.cancel(true);
      return new Component(false, "No answer within " + DEADLINE.toSeconds() + " s.");
    } catch (InterruptedException e) {
      probe.cancel(true);
      Thread.currentThread().interrupt();
      return new Component(false, "The check was interrupted.");
    }
  }

  private Component logged(String what, Component now) {
    var before = logged.put(what, now);
    if (!now.up() && !now.equals(before)) {
      LOG.log(System.Logger.Level.WARNING, "{0} is down. {1}", what, now.detail());
    } else if (now.up() && before != null && !before.up()) {
      LOG.log(System.Logger.Level.INFO, "{0} is up again.", what);
    }
    return now;
  }
}
