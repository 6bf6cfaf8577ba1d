package io.backupman.core.report.delivery;

import io.backupman.core.notifier.Notifiers;
import io.backupman.core.report.Route;
import io.backupman.core.report.delivery.DeliveryQueue.Claim;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Sends deliveries that are due: claims them from the store and makes the attempts side by side,
 * each destination within its {@linkplain ConcurrencyShares share}. It works at once when it is
 * {@linkplain #wake() told} of new deliveries, and {@linkplain DueRoutes looks by itself} for those
 * of others and those that are due again. One thread claims and prolongs {@linkplain Leases
 * leases}, in this order: what this process has held for too long, because it or the database stood
 * still, it does not claim a second time. Safe for use by several threads.
 */
public final class DeliveryWorker {
  private static final System.Logger LOG = System.getLogger(DeliveryWorker.class.getName());
  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);
  private static final Duration ATTEMPT_DEADLINE = Duration.ofMinutes(2);

  /**
   * After a claim, so that places which become free one after the other are filled together, and
   * new deliveries are looked for together.
   */
  private static final Duration GATHERING = Duration.ofMillis(10);

  private final DeliveryQueue queue;
  private final Supplier<Notifiers> notifiers;
  private final DeliverySender sender;
  private final Clock clock;
  private final UUID nodeId;
  private final ConcurrencyShares shares;
  private final RouteAvailability availability;
  private final InFlight inFlight = new InFlight();
  private final Leases leases;
  private final RateLimits limits;
  private final DueRoutes routes = new DueRoutes(System::nanoTime);
  private final Signal signal = new Signal();
  private final ExecutorService sends = Executors.newVirtualThreadPerTaskExecutor();
  private final Thread dispatcher =
      Thread.ofPlatform().name("delivery-worker").daemon().unstarted(this::dispatch);
  private volatile boolean told;
  private volatile boolean stopping;
  private volatile boolean busy;
  private long begun;

  /**
   * Makes a worker that does nothing until it is {@linkplain #start() started}.
   *
   * @param queue has the deliveries
   * @param notifiers the notifiers of now
   * @param schedule how long to wait after a failed attempt
   * @param concurrency how many attempts at once, at least 1; each destination may have its share
   *     of them, and one if there are more destinations
   * @param node whose claims these are
   * @param mask hides secrets in what notifiers say
   * @param clock gives times in whole milliseconds; must be the same for all processes that share
   *     the store
   * @param listener is told of attempts and ends
   */
  public DeliveryWorker(
      DeliveryQueue queue,
      Supplier<Notifiers> notifiers,
      RetrySchedule schedule,
      int concurrency,
      NodeName node,
      UnaryOperator<String> mask,
      Clock clock,
      DeliveryListener listener) {
    this(
        queue,
        notifiers,
        schedule,
        concurrency,
        node,
        mask,
        clock,
        Leases.Terms.USUAL,
        new RateLimits(System::nanoTime),
        listener);
  }

  DeliveryWorker(
      DeliveryQueue queue,
      Supplier<Notifiers> notifiers,
      RetrySchedule schedule,
      int concurrency,
      NodeName node,
      UnaryOperator<String> mask,
      Clock clock,
      Leases.Terms terms,
      RateLimits limits,
      DeliveryListener listener) {
    var attempts = new AttemptMaker(clock, ATTEMPT_DEADLINE, node.name(), mask);
    this.queue = queue;
    this.notifiers = notifiers;
    this.limits = limits;
    this.sender = new DeliverySender(queue, notifiers, schedule, attempts, limits, clock, listener);
    this.clock = clock;
    this.nodeId = node.id();
    this.shares = new ConcurrencyShares(notifiers, concurrency);
    this.availability = new RouteAvailability(queue, nodeId, notifiers);
    this.leases = new Leases(queue, nodeId, inFlight, clock, terms);
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

  /** Whether only another process can send on a route now. */
  public boolean leavesToOthers(Route route) {
    return availability.isOnlyElsewhere(route);
  }

  /** Says that there are new deliveries. */
  public void wake() {
    told = true;
    signal.give();
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
    signal.give();
    try {
      if (dispatcher.isAlive()) {
        dispatcher.join(grace);
        dispatcher.interrupt(); // if hanging sends keep it from its last claims
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
    var failing = false;
    while (true) {
      var last = stopping;
      try {
        if (last) {
          lastRound();
          return;
        }
        var claimed = round();
        failing = false;
        if (claimed) {
          Thread.sleep(GATHERING);
        }
        signal.await(pause());
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException | Error e) {
        // Once for each time that the database is away, which may be long.
        LOG.log(
            failing ? System.Logger.Level.DEBUG : System.Logger.Level.ERROR,
            "Deliveries could not be claimed; trying again.",
            e);
        failing = true;
        if (last || !paused()) {
          return;
        }
      }
    }
  }

  private boolean paused() {
    try {
      signal.await(PAUSE_AFTER_FAILURE);
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }

  /** Returns whether something was claimed. */
  private boolean round() {
    leases.renew();
    if (told || routes.outdated()) {
      look();
    }
    var share = shares.each();
    var before = begun;
    routes.inTurn().forEach(route -> claim(route, share));
    return begun != before;
  }

  /** Sends what is due now once more, as soon as a place on its route is free. */
  private void lastRound() throws InterruptedException {
    leases.renewNow();
    look();
    var share = shares.each();
    var unserved = routes.inTurn();
    while (!unserved.isEmpty()) {
      unserved.removeIf(route -> claim(route, share));
      if (!unserved.isEmpty()) {
        signal.await(leases.untilRenewal());
        leases.renew();
      }
    }
  }

  private void look() {
    told = false;
    var wasBusy = busy || !inFlight.isEmpty();
    busy = false;
    availability.publish();
    limits.knowOnly(notifiers.get());
    var now = clock.instant();
    routes.update(queue.waiting(), now, wasBusy);
  }

  /** Sleeps until there is something to do; a free place or new deliveries end it. */
  private Duration pause() {
    var untilLook = limits.untilNext(routes.untilOutdated());
    var untilRenewal = leases.untilRenewal();
    return inFlight.isEmpty() || untilLook.compareTo(untilRenewal) < 0 ? untilLook : untilRenewal;
  }

  /**
   * Claims and sends as many deliveries as have a place on a route; returns whether there was one.
   * Which are due is decided by the time before the leases are renewed: after a standstill, be it
   * here or in the middle of a round, this process must not claim what it is still sending.
   */
  private boolean claim(Route route, int share) {
    // Where nobody can send, the first one stands for all.
    var free = (availability.isOwn(route) ? share : 1) - inFlight.count(route);
    if (free <= 0) {
      return false;
    }
    var places = limits.allowed(route, free, inFlight.count(route));
    if (places == 0) {
      return stopping; // it would be asked in vain, so it is not waited for
    }
    if (availability.isOnlyElsewhere(route)) {
      routes.served(route);
      return true;
    }
    var now = clock.instant();
    leases.renew();
    var claims = queue.claim(nodeId, route, now, leases.end(clock.instant()), places);
    if (claims.size() < places) {
      routes.served(route);
    }
    begun += claims.size();
    claims.forEach(inFlight::begun);
    claims.forEach(claim -> sends.execute(() -> carryOut(claim)));
    return true;
  }

  private void carryOut(Claim claim) {
    busy = true;
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
      inFlight.ended(claim);
      signal.give();
    }
  }
}
