package io.backupman.server.log;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.stream.Collectors;

/**
 * What is told of a record, in whatever format. What failed as it may (a warning) adds the
 * sentences of its causes to the message; what should not have happened (an error) has a trace.
 *
 * @param record what was logged
 * @param worded its message with what belongs into it
 * @param text makes lines of texts
 */
record RecordText(LogRecord record, String worded, SafeText text) {

  /** The word for a level. */
  static String word(Level level) {
    if (level.intValue() >= Level.SEVERE.intValue()) {
      return "ERROR";
    }
    if (level.intValue() >= Level.WARNING.intValue()) {
      return "WARN";
    }
    return level.intValue() >= Level.INFO.intValue() ? "INFO" : "DEBUG";
  }

  /** The message in one line. */
  String message() {
    var thrown = record.getThrown();
    return thrown == null || isError()
        ? text.line(worded)
        : text.line(text.line(worded) + " " + sentences(thrown));
  }

  /** Where an error happened, line by line; empty for what is none. */
  List<String> trace() {
    var thrown = record.getThrown();
    return thrown == null || !isError() ? List.of() : new Trace(thrown, text).lines();
  }

  private boolean isError() {
    return record.getLevel().intValue() >= Level.SEVERE.intValue();
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
