package io.backupman.notifier.mail;

import io.backupman.notifier.spi.NotificationException;
import io.backupman.notifier.spi.Receipt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs conversations with the mail server, each on a thread of its own, and ends those that take
 * too long or are no longer wanted. Safe for use by several threads.
 *
 * <p>The threads are platform threads: Jakarta Mail blocks inside {@code synchronized}, which on
 * JDK 21 to 23 pins a virtual thread to its carrier, and a few slow servers would then stop every
 * virtual thread there is. The thread that waits may be of either kind and can be interrupted.
 */
final class Attempts implements AutoCloseable {
  private final MailServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool(threads("mail-"));
  private final ScheduledThreadPoolExecutor writeTimer =
      new ScheduledThreadPoolExecutor(1, threads("mail-timer-"));

  Attempts(MailServer server) {
    this.server = server;
    writeTimer.setRemoveOnCancelPolicy(true);
  }

  /** What is done in a conversation. */
  interface Talk {
    /** Does it. */
    Receipt with(Conversation conversation) throws Exception;
  }

  /**
   * Holds a conversation and returns what came of it.
   *
   * @throws NotificationException if it failed or took too long
   * @throws InterruptedException if this thread was interrupted; the conversation is ended
   */
  Receipt hold(Talk talk, Limits limits) throws NotificationException, InterruptedException {
    var conversation = new Conversation(server, limits, writeTimer);
    var failures = new FailureReport(server, limits);
    var outcome = new CompletableFuture<Receipt>();
    threads.execute(() -> talk(talk, conversation, outcome, failures));
    try {
      return outcome.get(limits.attempt().toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof NotificationException failure) {
        throw failure;
      }
      throw new IllegalStateException("A talk fails with nothing else", e);
    } catch (TimeoutException e) {
      conversation.abort();
      throw failures.tooSlow(conversation.stage());
    } catch (InterruptedException e) {
      conversation.abort();
      throw e;
    }
  }

  /** The outcome is known before the goodbye, which must neither delay nor spoil it. */
  @SuppressWarnings("CatchingUnchecked") // whatever it is, the waiting thread must hear of it
  private static void talk(
      Talk talk,
      Conversation conversation,
      CompletableFuture<Receipt> outcome,
      FailureReport failures) {
    try (conversation) {
      try {
        outcome.complete(talk.with(conversation));
      } catch (Throwable e) {
        outcome.completeExceptionally(failures.of(e, conversation));
      }
    }
  }

  /** Jakarta Mail finds its parts through the context class loader, so it must be ours. */
  private static ThreadFactory threads(String prefix) {
    var factory = Thread.ofPlatform().daemon().name(prefix, 0).factory();
    return task -> {
      var thread = factory.newThread(task);
      thread.setContextClassLoader(Attempts.class.getClassLoader());
      return thread;
    };
  }

  @Override
  public void close() {
    threads.shutdownNow();
    writeTimer.shutdownNow();
  }
}
