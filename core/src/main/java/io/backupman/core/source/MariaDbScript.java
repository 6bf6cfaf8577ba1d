package io.backupman.core.source;

import io.backupman.core.process.OutputTail;
import java.io.OutputStream;
import java.util.List;

/**
 * Passes a script of MariaDB's or MySQL's dump program on to be tried, without its events: they
 * would begin to run, and may name other databases. A script that would leave its database is
 * refused.
 */
final class MariaDbScript extends LineFilter {
  private static final int TAIL_BYTES = 64;
  private static final String USUAL_DELIMITER = ";";
  private static final String DELIMITER = "DELIMITER ";

  /** The dump programs write so before nothing but events, which came with MySQL 5.1.6. */
  private static final String EVENT = "/*!50106 CREATE*/";

  private static final List<String> ELSEWHERE =
      List.of(
          "USE ",
          "CREATE DATABASE ",
          "DROP DATABASE ",
          "/*!40000 DROP DATABASE ",
          "CREATE SCHEMA ",
          "DROP SCHEMA ");

  private String delimiter = USUAL_DELIMITER;
  private boolean inEvent;
  private OutputTail tail = new OutputTail(TAIL_BYTES);

  MariaDbScript(OutputStream out) {
    super(out);
  }

  @Override
  boolean passes(Line beginning) {
    if (!inEvent && beginning.startsWith(EVENT)) {
      inEvent = true;
      tail = new OutputTail(TAIL_BYTES);
    }
    if (!inEvent && beginning.startsWith(DELIMITER)) {
      delimiter = beginning.toString().substring(DELIMITER.length()).strip();
    }
    if (delimiter.equals(USUAL_DELIMITER)
        && ELSEWHERE.stream().anyMatch(beginning::startsWithIgnoringCase)) {
      throw new SourceException(
          "It says itself into which database it goes (\"%s\"), so it was not restored: that would not have stayed in the scratch database. Let the dump_command write no USE and no CREATE DATABASE."
              .formatted(beginning));
    }
    return !inEvent;
  }

  @Override
  void leftOut(byte[] bytes, int offset, int length, boolean isEnd) {
    tail.add(bytes, offset, length);
    List<String> lines = isEnd ? tail.lines() : List.of();
    if (!lines.isEmpty() && lines.getLast().endsWith(delimiter)) {
      inEvent = false;
    }
  }
}
