package io.backupman.server.log;

import java.time.temporal.ChronoUnit;
import java.util.function.UnaryOperator;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.stream.Collectors;

/**
 * One line for each record: time, level, message. What failed as it may (a warning) adds the
 * sentences of its causes; what should not have happened (an error) adds where it happened, in
 * lines that begin with a tab. Whoever wrote it, no line has control characters or queries of
 * addresses, or is longer than {@link SafeText#LONGEST} and a bit.
 */
final class LineFormatter extends Formatter {
  private volatile UnaryOperator<String> mask = UnaryOperator.identity();

  void maskWith(UnaryOperator<String> masking) {
    mask = masking;
  }

  @Override
  public String format(LogRecord record) {
    var text = new SafeText(mask);
    var message = text.line(formatMessage(record));
    var thrown = record.getThrown();
    var head =
        record.getInstant().truncatedTo(ChronoUnit.MILLIS) + " " + word(record.getLevel()) + " ";
    if (thrown == null) {
      return head + message + System.lineSeparator();
    }
    if (record.getLevel().intValue() < Level.SEVERE.intValue()) {
      return head + text.line(message + " " + sentences(thrown)) + System.lineSeparator();
    }
    return new Trace(thrown, text)
        .lines().stream()
            .collect(
                Collectors.joining(
                    System.lineSeparator() + "\t",
                    head + message + System.lineSeparator() + "\t",
                    System.lineSeparator()));
  }

  private static String word(Level level) {
    if (level.intValue() >= Level.SEVERE.intValue()) {
      return "ERROR";
    }
    if (level.intValue() >= Level.WARNING.intValue()) {
      return "WARN ";
    }
    return level.intValue() >= Level.INFO.intValue() ? "INFO " : "DEBUG";
  }

  private static String sentences(Throwable thrown) {
    var causes = Trace.chain(thrown);
    return Trace.message(causes.getFirst())
        + causes.stream()
            .skip(1)
            .map(cause -> " (" + Trace.message(cause) + ")")
            .collect(Collectors.joining());
  }
}
