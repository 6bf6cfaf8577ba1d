package io.backupman.core.drive;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Collectors;

/** Everything that is logged by anybody, down to the finest. */
public final class WholeLog extends Handler implements AutoCloseable {
  private final Logger root = Logger.getLogger("");
  private final Level before = root.getLevel();
  private final Handler[] others = root.getHandlers();
  private final Queue<String> lines = new ConcurrentLinkedQueue<>();

  public WholeLog() {
    for (var other : others) {
      root.removeHandler(other);
    }
    root.addHandler(this);
    root.setLevel(Level.ALL);
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
    root.removeHandler(this);
    for (var other : others) {
      root.addHandler(other);
    }
  }
}
