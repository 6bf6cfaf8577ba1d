package io.backupman.notifier.testkit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/**
 * Hears what is logged at any level through {@link System.Logger}, which ends in {@code
 * java.util.logging} where nothing else is set up. The JDK's own loggers do not count.
 */
final class LogRecorder extends Handler implements AutoCloseable {
  private static final Logger ROOT = Logger.getLogger("");
  private static final List<String> JDKS = List.of("java.", "javax.", "jdk.", "sun.", "com.sun.");

  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final SimpleFormatter formatter = new SimpleFormatter();
  private final Level before = ROOT.getLevel();
  private final Map<Handler, Level> others = new LinkedHashMap<>();

  private LogRecorder() {
    setLevel(Level.ALL);
  }

  static LogRecorder start() {
    var recorder = new LogRecorder();
    recorder.keepOthersQuiet();
    ROOT.setLevel(Level.ALL);
    ROOT.addHandler(recorder);
    return recorder;
  }

  /** What would not have been logged before is only for this one to hear. */
  private void keepOthersQuiet() {
    for (var handler : ROOT.getHandlers()) {
      others.put(handler, handler.getLevel());
      if (handler.getLevel().intValue() < before.intValue()) {
        handler.setLevel(before);
      }
    }
  }

  List<String> lines() {
    return List.copyOf(lines);
  }

  @Override
  public void publish(LogRecord log) {
    var logger = String.valueOf(log.getLoggerName());
    if (JDKS.stream().noneMatch(logger::startsWith)) {
      lines.add(formatter.format(log));
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    ROOT.removeHandler(this);
    ROOT.setLevel(before);
    others.forEach(Handler::setLevel);
  }
}
