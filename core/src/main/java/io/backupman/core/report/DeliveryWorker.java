package io.backupman.core.report;

import io.backupman.core.notifier.Notifiers;
import io.backupman.core.report.ReportStore.Claim;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Sends deliveries that are due: claims them from the store and makes the attempts side by side. It
 * works at once when it is {@linkplain #wake() told} of new deliveries, and looks by itself once a
 * second for those of others and those that are due again. Safe for use by several threads.
 */
public final class DeliveryWorker {
  private static final System.Logger LOG = System.getLogger(DeliveryWorker.class.getName());
  private static final Duration POLL_INTERVAL = Duration.ofSeconds(1);
  private static final Duration ATTEMPT_DEADLINE = Duration.ofMinutes(2);

  /**
   * Longer than an attempt (two minutes) and the recording of it while the database is away (30
   * times six seconds).
   */
  private static final Duration LEASE = Duration.ofMinutes(6);

  private final ReportStore store;
  private final DeliverySender sender;
  private final Clock clock;
  private final UUID nodeId;
  private final int concurrency;
  private final Semaphore free;
  private final Semaphore signal = new Semaphore(0);
  private final ExecutorService sends = Executors.newVirtualThreadPerTaskExecutor();
  private final Thread dispatcher =
      Thread.ofPlatform().name("delivery-worker").daemon().unstarted(this::dispatch);
  private volatile boolean stopping;

  /**
   * A worker that does nothing until it is {@linkplain #start() started}.
   *
   * @param store has the deliveries
   * @param notifiers the notifiers of now
   * @param schedule how long to wait after a failed attempt
   * @param concurrency how many attempts at once, at least 1
   * @param node whose claims these are
   * @param mask hides secrets in what notifiers say
   * @param clock gives times in whole milliseconds
   */
  public DeliveryWorker(
      ReportStore store,
      Supplier<Notifiers> notifiers,
      RetrySchedule schedule,
      int concurrency,
      NodeName node,
      UnaryOperator<String> mask,
      Clock clock) {
    var attempts = new AttemptMaker(clock, ATTEMPT_DEADLINE, node.name(), mask);
    this.store = store;
    this.sender = new DeliverySender(store, notifiers, schedule, attempts, clock);
    this.clock = clock;
    this.nodeId = node.id();
    this.concurrency = concurrency;
    this.free = new Semaphore(concurrency);
  }

  /**
   * Whose claims and attempts these are.
   *
   * @param id the process
   * @param name the machine, for people
   */
  public record NodeName(UUID id, String name) {}

  /** Starts to work. */
  public void start() {
    dispatcher.start();
  }

  /** Says that there are new deliveries. */
  public void wake() {
    signal.release();
  }

  /**
   * Stops: makes the first attempts of what is due now, takes no other work, and lets running
   * attempts finish.
   *
   * @param grace how long to wait for them; what still runs then is interrupted, and tried again by
   *     whoever works next
   */
  public void stop(Duration grace) {
    var deadline = System.nanoTime() + grace.toNanos();
    stopping = true;
    signal.release();
    try {
      if (dispatcher.isAlive()) {
        dispatcher.join(grace);
        dispatcher.interrupt(); // if hanging sends keep it from its last claim
      }
      sends.shutdown();
      if (!sends.awaitTermination(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        sends.shutdownNow();
        sends.awaitTermination(5, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      sends.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  private void dispatch() {
    var last = false;
    var failing = false;
    while (!last) {
      last = stopping;
      try {
        claimAll();
        failing = false;
        if (!last) {
          awaitSignal();
        }
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException | Error e) {
        // Once for each time that the database is away, which may be long.
        LOG.log(
            failing ? System.Logger.Level.DEBUG : System.Logger.Level.ERROR,
            "Deliveries could not be claimed; trying again.",
            e);
        failing = true;
        pause();
      }
    }
  }

  private void awaitSignal() throws InterruptedException {
    if (signal.tryAcquire(POLL_INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
      signal.drainPermits();
    }
  }

  private void pause() {
    try {
      signal.tryAcquire(POLL_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      stopping = true;
    }
  }

  private void claimAll() throws InterruptedException {
    boolean more;
    do {
      more = claimSome();
    } while (more && !stopping);
  }

  /** Claims as many as can be sent now; returns whether there may be more. */
  private boolean claimSome() throws InterruptedException {
    free.acquire();
    var permits = 1 + free.drainPermits();
    List<Claim> claims = List.of();
    try {
      var now = clock.instant();
      claims = store.claim(nodeId, now, now.plus(LEASE), Math.min(permits, concurrency));
    } finally {
      free.release(permits - claims.size());
    }
    claims.forEach(claim -> sends.execute(() -> carryOut(claim)));
    return claims.size() == permits;
  }

  private void carryOut(Claim claim) {
    try {
      if (!sender.carryOut(claim)) {
        LOG.log(
            System.Logger.Level.WARNING,
            "The delivery {0} was claimed by another process meanwhile; its result here is not"
                + " recorded.",
            claim.delivery().id());
      }
    } catch (RuntimeException | Error e) {
      LOG.log(
          System.Logger.Level.ERROR,
          "The delivery " + claim.delivery().id() + " is tried again when its lease is over.",
          e);
    } finally {
      free.release();
    }
  }
}
