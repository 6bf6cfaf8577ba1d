package io.backupman.core.drive;

import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Collectors;

/** Everything that is logged by anybody, down to the finest. */
public final class WholeLog extends Handler implements AutoCloseable {
  private final Logger root = Logger.getLogger("");
  private final Level before = root.getLevel();
  private final Handler[] others = root.getHandlers();

  /** What a command that ran in this JVM before has set its loggers to. */
  private final Map<Logger, Level> levels = new HashMap<>();

  private final Queue<String> lines = new ConcurrentLinkedQueue<>();

  public WholeLog() {
    for (var other : others) {
      root.removeHandler(other);
    }
    root.addHandler(this);
    root.setLevel(Level.ALL);
    LogManager.getLogManager().getLoggerNames().asIterator().forEachRemaining(this::openUp);
  }

  private void openUp(String name) {
    var logger = Logger.getLogger(name);
    var level = logger.getLevel();
    if (!name.isEmpty() && level != null) {
      levels.put(logger, level);
      logger.setLevel(null);
    }
  }

  public String text() {
    return lines.stream().collect(Collectors.joining("\n"));
  }

  @Override
  public void publish(LogRecord record) {
    var message = new SimpleFormatter().formatMessage(record);
    lines.add(record.getLoggerName() + " " + message + " " + record.getThrown());
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    root.setLevel(before);
    levels.forEach(Logger::setLevel);
    root.removeHandler(this);
    for (var other : others) {
      root.addHandler(other);
    }
  }
}
