package io.backupman.core.health;

import io.backupman.core.drive.Drive;
import io.backupman.core.notifier.ConfiguredNotifier;
import io.backupman.core.notifier.Notifiers;
import io.backupman.core.source.DataSource;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Asks every part whether it could be used, all side by side, each with a deadline. What was found
 * holds for a few seconds, and while the next look takes its time, so that whoever asks all the
 * time neither loads the parts nor keeps others waiting; a part that goes down or comes back is
 * logged once. A check that never comes back holds one thread, not one for each time that somebody
 * asks. Safe for use by several threads.
 */
public final class LiveHealthCheck implements HealthCheck {
  private static final System.Logger LOG = System.getLogger(LiveHealthCheck.class.getName());
  private static final Duration DEADLINE = Duration.ofSeconds(10);
  private static final Duration HOLDS = Duration.ofSeconds(5);

  /** A look, the time that it holds, and the next look are shorter. */
  private static final Duration WHILE_LOOKING = Duration.ofMinutes(1);

  private static final String DATABASE = "The own database";

  private final Runnable database;
  private final List<Drive> drives;
  private final List<DataSource> sources;
  private final Supplier<Notifiers> notifiers;
  private final Duration patience;
  private final Duration holds;
  private final DatabaseProbe databaseProbe;
  private final Map<String, Component> logged = new ConcurrentHashMap<>();
  private final Map<String, Thread> asked = new ConcurrentHashMap<>();
  private final AtomicInteger forgotten = new AtomicInteger();
  // Not a monitor, which in older platforms would hold the carrier of a virtual thread that waits.
  private final ReentrantLock looking = new ReentrantLock();
  private volatile @Nullable Found last;

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
    this(database, drives, sources, notifiers, DEADLINE, HOLDS);
  }

  LiveHealthCheck(
      Runnable database,
      List<Drive> drives,
      List<DataSource> sources,
      Supplier<Notifiers> notifiers,
      Duration patience,
      Duration holds) {
    this.patience = patience;
    this.holds = holds;
    this.database = database;
    this.databaseProbe = new DatabaseProbe(database);
    this.drives = List.copyOf(drives);
    this.sources = List.copyOf(sources);
    this.notifiers = notifiers;
  }

  /** A part that throws is down. */
  @FunctionalInterface
  private interface Probe {
    void run() throws Exception;
  }

  /**
   * While somebody looks, what was found last is good enough for others: who waited would hold up
   * those who ask next.
   */
  @Override
  public Health check() {
    if (!looking.tryLock()) {
      var known = found(WHILE_LOOKING);
      if (known != null) {
        return known;
      }
      looking.lock();
    }
    try {
      var known = found(holds);
      return known == null ? lookAnew() : known;
    } finally {
      looking.unlock();
    }
  }

  private @Nullable Health found(Duration longestAgo) {
    var known = last;
    return known != null
            && known.forgotten == forgotten.get()
            && System.nanoTime() - known.at <= longestAgo.toNanos()
        ? known.health
        : null;
  }

  private Health lookAnew() {
    int before = forgotten.get();
    var health = look();
    last = new Found(health, System.nanoTime(), before);
    return health;
  }

  /** What was found, when, and how often everything had been forgotten by then. */
  private record Found(Health health, long at, int forgotten) {}

  @Override
  public Component database() {
    return databaseProbe.look();
  }

  /** A check of a notifier that is gone may never come back; the new one is asked all the same. */
  @Override
  public void forget() {
    asked.clear();
    forgotten.incrementAndGet();
  }

  private Health look() {
    var ownDatabase = started(DATABASE, database::run);
    var driveProbes = new LinkedHashMap<String, FutureTask<Component>>();
    drives.forEach(d -> driveProbes.put(d.label(), started(drive(d.label()), d::check)));
    var sourceProbes = new LinkedHashMap<String, FutureTask<Component>>();
    for (var source : sources) {
      var label = source.settings().label();
      sourceProbes.put(label, started(source(label), source::check));
    }
    var notifierProbes = new LinkedHashMap<String, FutureTask<Component>>();
    for (var notifier : notifiers.get().enabled()) {
      notifierProbes.put(notifier.name(), started(notifier(notifier.name()), probe(notifier)));
    }
    var deadline = System.nanoTime() + patience.toNanos();
    return new Health(
        logged(DATABASE, result(ownDatabase, deadline)),
        results(LiveHealthCheck::drive, driveProbes, deadline),
        results(LiveHealthCheck::source, sourceProbes, deadline),
        results(LiveHealthCheck::notifier, notifierProbes, deadline));
  }

  private static String drive(String label) {
    return "The drive \"" + label + "\"";
  }

  private static String source(String label) {
    return "The data source \"" + label + "\"";
  }

  private static String notifier(String name) {
    return "The notifier \"" + name + "\"";
  }

  private static Probe probe(ConfiguredNotifier configured) {
    return () -> {
      var notifier = configured.notifier();
      if (notifier == null || !configured.usable()) {
        throw new IllegalStateException(configured.detail());
      }
      notifier.check();
    };
  }

  /** In platform threads: a plugin's check may hold a carrier thread for as long as it likes. */
  private FutureTask<Component> started(String what, Probe probe) {
    var before = asked.get(what);
    if (before != null && before.isAlive()) {
      return known(new Component(false, "An earlier check of it has not come back yet."));
    }
    var task = new FutureTask<>(() -> component(probe));
    asked.put(what, Thread.ofPlatform().daemon().name("health").start(task));
    return task;
  }

  /** Holds on to no exception: one of a plugin's classes would keep all of the plugin. */
  private static Component component(Probe probe) {
    try {
      probe.run();
      return new Component(true, "");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Component(false, "The check was interrupted.");
    } catch (Exception e) {
      var message = e.getMessage();
      return new Component(false, message == null ? "The check failed." : message);
    }
  }

  private static FutureTask<Component> known(Component component) {
    var task = new FutureTask<>(() -> component);
    task.run();
    return task;
  }

  private Map<String, Component> results(
      UnaryOperator<String> what, Map<String, FutureTask<Component>> probes, long deadline) {
    var results = new LinkedHashMap<String, Component>();
    probes.forEach(
        (name, probe) -> results.put(name, logged(what.apply(name), result(probe, deadline))));
    return results;
  }

  private Component result(FutureTask<Component> probe, long deadline) {
    try {
      return probe.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      LOG.log(System.Logger.Level.ERROR, "A check failed in a way that it should not.", e);
      return new Component(false, "The check failed.");
    } catch (TimeoutException e) {
      probe.cancel(true);
      return new Component(false, "No answer within " + patience.toMillis() / 1000.0 + " s.");
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
