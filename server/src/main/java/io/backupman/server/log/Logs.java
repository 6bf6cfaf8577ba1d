package io.backupman.server.log;

import java.util.function.UnaryOperator;
import java.util.logging.ConsoleHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The program's log: one place that all parts, libraries and plugins write to. */
public final class Logs {
  // Both are held, because the platform forgets a logger's level with the logger.
  private final Logger own = Logger.getLogger("io.backupman");

  /** A connection that broke is replaced, and whoever used it says so where it matters. */
  private final Logger brokenConnections =
      Logger.getLogger("com.zaxxer.hikari.pool.ProxyConnection");

  /** Helidon's loggers: they warn of clients that have gone, with their whole requests. */
  private final Logger helidon = Logger.getLogger("io.helidon");

  /** The logger that warns of nothing but Helidon's own failures, which nobody else is told of. */
  private final Logger helidonConnection =
      Logger.getLogger("io.helidon.webserver.http1.Http1Connection");

  private final Logger root = Logger.getLogger("");
  private final Handler handler = new ConsoleHandler();
  private volatile UnaryOperator<String> mask = UnaryOperator.identity();

  private Logs() {}

  /**
   * Sets the log up.
   *
   * @param detail how much of what Backupman itself has to say is shown
   */
  public static Logs install(Level detail) {
    var logs = new Logs();
    for (var handler : logs.root.getHandlers()) {
      logs.root.removeHandler(handler);
    }
    logs.handler.setLevel(Level.ALL);
    logs.handler.setFormatter(new LineFormatter(logs::masked));
    logs.root.addHandler(logs.handler);
    logs.root.setLevel(Level.WARNING);
    logs.brokenConnections.setLevel(Level.SEVERE);
    logs.helidon.setLevel(Level.SEVERE);
    logs.helidonConnection.setLevel(Level.WARNING);
    logs.show(detail);
    Thread.setDefaultUncaughtExceptionHandler(logs::ended);
    return logs;
  }

  /** The platform would write it as it is, whoever has worded it: a plugin's thread, perhaps. */
  private void ended(Thread thread, Throwable thrown) {
    own.log(Level.SEVERE, thrown, () -> "An error has ended the thread " + thread.getName() + ".");
  }

  /** Hides secrets in all that is written from now on. */
  public void maskWith(UnaryOperator<String> masking) {
    mask = masking;
  }

  /** Writes JSON from now on, one object in a line. */
  public void writeJson() {
    handler.setFormatter(new JsonFormatter(this::masked));
  }

  private String masked(String text) {
    return mask.apply(text);
  }

  /** Shows from now on so much of what Backupman itself has to say. */
  public void show(Level detail) {
    own.setLevel(detail);
  }
}
