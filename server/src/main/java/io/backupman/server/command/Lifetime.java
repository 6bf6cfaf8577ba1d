package io.backupman.server.command;

import io.backupman.core.request.RequestProblem;
import io.backupman.server.app.Application;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import picocli.CommandLine.ExitCode;

/**
 * An application that is closed when its work is done, or when the program is asked to end by
 * Ctrl-C or SIGTERM; a second signal ends the program at once. SIGHUP ends it too, but for a
 * server, which reloads its notifiers.
 *
 * <p>Signals are handled here, before the platform begins to shut down: its shutdown hooks run side
 * by side, and the one of the embedded database would close it under the work that is being ended.
 */
final class Lifetime implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Lifetime.class.getName());

  /** As shells count: 128 and the number of the signal. */
  private static final int EXIT_BY_SIGNAL = 128;

  private static final Duration TIME_TO_CLOSE = Duration.ofSeconds(10);

  private final Application application;
  private final AtomicBoolean signalled = new AtomicBoolean();
  private final ReentrantLock closing = new ReentrantLock();
  private boolean closed;

  private Lifetime(Application application) {
    this.application = application;
  }

  /** Takes an application over. */
  static Lifetime of(Application application) {
    var lifetime = new Lifetime(application);
    lifetime.endBy("INT", "TERM", "HUP");
    return lifetime;
  }

  /** Takes the application of a server over. */
  static Lifetime ofServer(Application application) {
    var lifetime = new Lifetime(application);
    lifetime.endBy("INT", "TERM");
    Signals.handle("HUP", number -> lifetime.reload());
    return lifetime;
  }

  private void reload() {
    try {
      application.ports().notifiers().reload().reload();
    } catch (RequestProblem refused) {
      LOG.log(System.Logger.Level.DEBUG, "The problems stand in the log.", refused);
    } catch (RuntimeException | Error e) {
      LOG.log(System.Logger.Level.ERROR, "The notifiers could not be reloaded.", e);
    }
  }

  /** Starts the application. */
  void start() {
    application.start();
  }

  private void endBy(String... signals) {
    var handled = true;
    for (var name : signals) {
      handled &= Signals.handle(name, number -> endBy(EXIT_BY_SIGNAL + number));
    }
    if (!handled) {
      Runtime.getRuntime()
          .addShutdownHook(Thread.ofPlatform().name("shutdown").unstarted(this::closeOnce));
    }
  }

  /** Ends the program as failed, in order, because it cannot do its work any more. */
  void endAsFailed() {
    endBy(ExitCode.SOFTWARE);
  }

  private void endBy(int exitCode) {
    if (!signalled.compareAndSet(false, true)) {
      Runtime.getRuntime().halt(exitCode);
    }
    LOG.log(System.Logger.Level.INFO, "Backupman stops.");
    Thread.ofPlatform().daemon().name("last-resort").start(() -> haltAfterGrace(exitCode));
    try {
      closeOnce();
      LOG.log(System.Logger.Level.INFO, "Backupman has stopped.");
    } finally {
      System.exit(exitCode);
    }
  }

  /** A database that takes connections and never answers would hold the program for minutes. */
  private static void haltAfterGrace(int exitCode) {
    try {
      Thread.sleep(Application.GRACE.plus(TIME_TO_CLOSE));
    } catch (InterruptedException e) {
      LOG.log(System.Logger.Level.DEBUG, "Stopped at once.", e);
    }
    LOG.log(System.Logger.Level.WARNING, "Not everything could be closed in time; stopped now.");
    Runtime.getRuntime().halt(exitCode);
  }

  private void closeOnce() {
    closing.lock();
    try {
      if (!closed) {
        closed = true;
        application.close();
      }
    } finally {
      closing.unlock();
    }
  }

  /** Closes the application. Does not return when a signal ends the program. */
  @Override
  public void close() {
    closeOnce();
    if (signalled.get()) {
      awaitEnd();
    }
  }

  /** Waits until a signal ends the program. */
  void awaitEnd() {
    while (true) {
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        LOG.log(System.Logger.Level.DEBUG, "Only a signal ends the program.", e);
      }
    }
  }
}
