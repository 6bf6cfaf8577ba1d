package io.backupman.server.log;

import java.time.temporal.ChronoUnit;
import java.util.function.UnaryOperator;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/**
 * One line for each record: time, level, message; where an error happened stands in further lines
 * that begin with a tab. Whoever wrote it, no line has control characters or queries of addresses,
 * or is longer than {@link SafeText#LONGEST} and a bit.
 */
final class LineFormatter extends Formatter {
  private static final int LONGEST_WORD = 5;

  private final UnaryOperator<String> mask;

  LineFormatter(UnaryOperator<String> mask) {
    this.mask = mask;
  }

  @Override
  public String format(LogRecord record) {
    var text = new RecordText(record, formatMessage(record), new SafeText(mask));
    var word = RecordText.word(record.getLevel());
    var line = new StringBuilder();
    line.append(record.getInstant().truncatedTo(ChronoUnit.MILLIS)).append(' ').append(word);
    line.append(" ".repeat(LONGEST_WORD - word.length())).append(' ').append(text.message());
    for (var further : text.trace()) {
      line.append(System.lineSeparator()).append('\t').append(further);
    }
    return line.append(System.lineSeparator()).toString();
  }
}
