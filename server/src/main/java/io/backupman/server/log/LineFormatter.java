package io.backupman.server.log;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.temporal.ChronoUnit;
import java.util.function.UnaryOperator;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.regex.Pattern;

/**
 * One line for each record: time, level, message. What failed as it may (a warning) adds the
 * sentences of its causes; what should not have happened (an error) adds where it happened.
 */
final class LineFormatter extends Formatter {
  private static final Pattern LINE_BREAKS = Pattern.compile("[\\r\\n]+\\s*");

  private volatile UnaryOperator<String> mask = UnaryOperator.identity();

  void maskWith(UnaryOperator<String> masking) {
    mask = masking;
  }

  @Override
  public String format(LogRecord record) {
    var line =
        record.getInstant().truncatedTo(ChronoUnit.MILLIS)
            + " "
            + word(record.getLevel())
            + " "
            + inOneLine(formatMessage(record));
    return mask.apply(line + tail(record)) + System.lineSeparator();
  }

  /** What came from outside must not look like a line of its own. */
  private static String inOneLine(String text) {
    return LINE_BREAKS.matcher(text.strip()).replaceAll(" ");
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

  private static String tail(LogRecord record) {
    var thrown = record.getThrown();
    if (thrown == null) {
      return "";
    }
    return record.getLevel().intValue() >= Level.SEVERE.intValue()
        ? System.lineSeparator() + trace(thrown)
        : " " + inOneLine(sentences(thrown));
  }

  private static String trace(Throwable thrown) {
    var text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString().stripTrailing();
  }

  private static String sentences(Throwable thrown) {
    var text = new StringBuilder(sentence(thrown));
    for (var cause = thrown.getCause(); cause != null; cause = cause.getCause()) {
      text.append(" (").append(sentence(cause)).append(')');
    }
    return text.toString();
  }

  private static String sentence(Throwable thrown) {
    var message = thrown.getMessage();
    return message == null ? thrown.getClass().getSimpleName() : message.strip();
  }
}
