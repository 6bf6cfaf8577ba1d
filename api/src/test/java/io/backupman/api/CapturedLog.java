package io.backupman.api;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** What the server logs while this is open; the JDK's own HTTP client is left out. */
final class CapturedLog extends Handler implements AutoCloseable {
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Logger logger;
  private final Level before;

  private CapturedLog(Logger logger, Level level) {
    this.logger = logger;
    before = logger.getLevel();
    setLevel(level);
    logger.setLevel(level);
    logger.addHandler(this);
  }

  static CapturedLog of(String logger, Level level) {
    return new CapturedLog(Logger.getLogger(logger), level);
  }

  String text() {
    return String.join("\n", lines);
  }

  @Override
  public void publish(LogRecord entry) {
    var name = String.valueOf(entry.getLoggerName());
    if (name.startsWith("jdk.") || name.startsWith("sun.") || name.startsWith("java.")) {
      return;
    }
    var text = new StringWriter();
    text.append(name).append(' ').append(new SimpleFormatter().formatMessage(entry));
    if (entry.getThrown() != null) {
      entry.getThrown().printStackTrace(new PrintWriter(text));
    }
    lines.add(text.toString());
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    logger.removeHandler(this);
    logger.setLevel(before);
  }
}
