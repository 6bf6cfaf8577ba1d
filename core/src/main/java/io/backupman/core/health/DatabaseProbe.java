package io.backupman.core.health;

import io.backupman.core.health.HealthCheck.Component;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Asks the own database whether it is there, for those who ask every few seconds and do not wait
 * long. All who ask while a question is open, or within a second of it, get its answer. Safe for
 * use by several threads.
 */
final class DatabaseProbe {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Duration HOLDS = Duration.ofSeconds(1);

  private final Runnable database;
  private final Duration patience;
  private final Duration holds;
  private @Nullable FutureTask<Component> question;
  private long askedAt;

  DatabaseProbe(Runnable database) {
    this(database, PATIENCE, HOLDS);
  }

  DatabaseProbe(Runnable database, Duration patience, Duration holds) {
    this.database = database;
    this.patience = patience;
    this.holds = holds;
  }

  Component look() {
    try {
      return question().get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return new Component(false, "No answer within " + patience.toMillis() / 1000.0 + " s.");
    } catch (ExecutionException e) {
      var message = e.getCause() == null ? null : e.getCause().getMessage();
      return new Component(false, message == null ? "The check failed." : message);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Component(false, "The check was interrupted.");
    }
  }

  private synchronized FutureTask<Component> question() {
    var open = question;
    if (open == null || (open.isDone() && System.nanoTime() - askedAt > holds.toNanos())) {
      open = new FutureTask<>(database, new Component(true, ""));
      question = open;
      askedAt = System.nanoTime();
      Thread.ofPlatform().daemon().name("database-probe").start(open);
    }
    return open;
  }
}
