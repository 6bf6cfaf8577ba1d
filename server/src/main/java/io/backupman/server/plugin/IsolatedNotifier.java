package io.backupman.server.plugin;

import static io.backupman.core.notifier.ConfiguredNotifier.LONGEST_SEND;

import io.backupman.notifier.spi.Destination;
import io.backupman.notifier.spi.Notification;
import io.backupman.notifier.spi.NotificationException;
import io.backupman.notifier.spi.Notifier;
import io.backupman.notifier.spi.Receipt;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A notifier behind a wall: its code runs with its own context class loader, and whatever it throws
 * against its contract, Errors too, counts as an attempt to be retried. It counts the calls that
 * run on it, so that it can be closed when the last has ended. Safe for use by several threads.
 */
final class IsolatedNotifier implements Notifier {
  private static final Logger LOG = System.getLogger(IsolatedNotifier.class.getName());
  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);
  private static final Duration LONGEST_DECISION = Duration.ofSeconds(1);

  private final Notifier notifier;
  private final String who;
  private final ContextLoader context;
  private final RunningCalls calls = new RunningCalls();
  private final Map<String, Boolean> answers = new ConcurrentHashMap<>();

  /** Held while the plugin is asked something. */
  private final ReentrantLock asking = new ReentrantLock();

  /** What the plugin asks for, once it has answered; zero is nothing. */
  private volatile @Nullable Duration sendLimit;

  /** Asks for that. */
  private @Nullable PluginCall<Duration> limitCall;

  IsolatedNotifier(Notifier notifier, String who, ContextLoader context) {
    this.notifier = notifier;
    this.who = who;
    this.context = context;
  }

  /**
   * The destinations.
   *
   * @throws PluginException if the plugin threw anything, or gave {@code null}
   */
  @Override
  public List<Destination> destinations() {
    try {
      return List.copyOf(context.call(notifier::destinations));
    } catch (Throwable failed) {
      throw new PluginException(sentence("could not name its destinations", failed), failed);
    }
  }

  /**
   * What the plugin says; the default of the contract if it fails or takes its time. It is asked
   * once for each event: a thread that does not come back would be lost at every call.
   */
  @Override
  public boolean wants(String event) {
    var known = answers.get(event);
    return known == null ? asked(event) : known;
  }

  private boolean asked(String event) {
    asking.lock();
    try {
      var known = answers.get(event);
      return known == null ? askedNow(event) : known;
    } finally {
      asking.unlock();
    }
  }

  private boolean askedNow(String event) {
    if (!calls.begin()) {
      return Notifier.super.wants(event);
    }
    try {
      var answer = answer(event);
      answers.put(event, answer);
      return answer;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return Notifier.super.wants(event);
    } finally {
      calls.end();
    }
  }

  private boolean answer(String event) throws InterruptedException {
    return decision(
        "wants",
        () -> notifier.wants(event),
        "whether it wants " + event,
        Notifier.super.wants(event));
  }

  /**
   * What the plugin says, once it has said it; the default of the contract while it fails or takes
   * its time.
   */
  @Override
  public Optional<Duration> sendLimit() {
    asking.lock();
    try {
      if (sendLimit == null && calls.begin()) {
        askSendLimit();
      }
      return Optional.ofNullable(sendLimit).filter(Duration::isPositive);
    } finally {
      asking.unlock();
    }
  }

  /** Asks how long a send may take; an answer that is late is waited for again at the next call. */
  private void askSendLimit() {
    var call = limitCall == null ? startAskingSendLimit() : limitCall;
    limitCall = call;
    try {
      sendLimit = bounded(call.awaitFor(LONGEST_DECISION));
    } catch (ExecutionException | TimeoutException failed) {
      LOG.log(Level.WARNING, who + " could not say how long a send may take.", failed);
      limitCall = failed instanceof TimeoutException ? call : null;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } finally {
      calls.end();
    }
  }

  private PluginCall<Duration> startAskingSendLimit() {
    return PluginCall.start(
        "sendLimit", context.loader(), () -> notifier.sendLimit().orElse(Duration.ZERO));
  }

  private static Duration bounded(Duration said) {
    return said.isNegative()
        ? Duration.ZERO
        : said.compareTo(LONGEST_SEND) < 0 ? said : LONGEST_SEND;
  }

  /** A plugin is not checked for null as our own code is. */
  private <T> T decision(String call, Callable<T> code, String what, T otherwise)
      throws InterruptedException {
    try {
      return Objects.requireNonNull(
          PluginCall.start(call, context.loader(), code).await(LONGEST_DECISION));
    } catch (ExecutionException | TimeoutException | NullPointerException failed) {
      LOG.log(Level.WARNING, who + " could not say " + what + ".", failed);
      return otherwise;
    }
  }

  @Override
  public Receipt send(Notification notification, Destination destination)
      throws NotificationException, InterruptedException {
    var receipt = attempt(() -> notifier.send(notification, destination), "failed to send");
    // It came back, so it has sent; a plugin is not checked for null as our own code is.
    return Objects.requireNonNullElse(receipt, Receipt.taken());
  }

  @Override
  public void check() throws NotificationException, InterruptedException {
    attempt(
        () -> {
          notifier.check();
          return true;
        },
        "failed its check");
  }

  private <T> T attempt(ContextLoader.Code<T> code, String what)
      throws NotificationException, InterruptedException {
    if (!calls.begin()) {
      // Whoever has looked it up before a reload and calls it long after.
      throw NotificationException.retryable(
          who + " was replaced or stopped at this moment, so nothing was sent.");
    }
    try {
      return context.call(code);
    } catch (NotificationException | InterruptedException agreed) {
      throw agreed;
    } catch (Throwable failed) {
      var sentence = sentence(what, failed);
      LOG.log(Level.ERROR, sentence, failed);
      throw NotificationException.retryable(sentence);
    } finally {
      calls.end();
    }
  }

  private String sentence(String what, Throwable failed) {
    return who + " " + what + ": " + Reason.words(failed) + ".";
  }

  /**
   * Waits until nothing runs on it.
   *
   * @param nanos how long at most; longer by as much as it asked for its sends
   * @return false if something still runs
   */
  boolean awaitIdle(long nanos) throws InterruptedException {
    var asked = sendLimit; // whoever sends has asked before
    return calls.awaitNone(nanos + (asked == null ? 0 : asked.toNanos()));
  }

  /** Who it is, for a sentence. */
  String who() {
    return who;
  }

  /**
   * Closes the notifier, once. A failure is logged, since nobody could do anything about it; one
   * that does not come back within seconds is left behind, so that it keeps nobody from stopping.
   */
  @Override
  public void close() {
    startClosing().await();
  }

  /** Begins to close it; does nothing if that was done before. */
  Closing startClosing() {
    if (!calls.refuse()) {
      return () -> {};
    }
    var call =
        PluginCall.start(
            "close",
            context.loader(),
            () -> {
              notifier.close();
              return true;
            });
    return () -> awaitClosed(call);
  }

  /** A close that runs. */
  @FunctionalInterface
  interface Closing {
    /** Waits a few seconds for its end. */
    void await();
  }

  private void awaitClosed(PluginCall<Boolean> call) {
    try {
      call.await(LONGEST_CLOSE);
    } catch (ExecutionException e) {
      var failed = Objects.requireNonNullElse(e.getCause(), e);
      LOG.log(Level.WARNING, sentence("failed to close a notifier", failed), failed);
    } catch (TimeoutException e) {
      LOG.log(
          Level.WARNING,
          "{0} has not closed a notifier within {1} s; it is left behind.",
          who,
          LONGEST_CLOSE.toSeconds());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
