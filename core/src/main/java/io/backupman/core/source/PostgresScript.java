package io.backupman.core.source;

import java.io.OutputStream;
import java.util.List;

/**
 * Passes a script of {@code pg_dump} on to be tried, without owners and privileges, whose roles a
 * scratch server need not have, and without subscriptions. A script that would leave its database
 * is refused.
 */
final class PostgresScript extends LineFilter {
  private static final String COPY = "COPY ";
  private static final String COPY_BEGINS = " FROM stdin;";
  private static final String COPY_ENDS = "\\.";

  private static final List<String> ELSEWHERE =
      List.of("CREATE DATABASE ", "DROP DATABASE ", "ALTER DATABASE ");

  /** Of psql's own commands, pg_dump writes these two; others may start programs. */
  private static final List<String> HARMLESS = List.of("\\restrict ", "\\unrestrict ");

  /** Each is one line. */
  private static final List<String> LEFT_OUT =
      List.of(
          "GRANT ",
          "REVOKE ",
          "ALTER DEFAULT PRIVILEGES ",
          "COMMENT ON EXTENSION ",
          "CREATE SUBSCRIPTION ",
          "ALTER SUBSCRIPTION ",
          "COMMENT ON SUBSCRIPTION ",
          "SECURITY LABEL ON SUBSCRIPTION ");

  private boolean inData;

  PostgresScript(OutputStream out) {
    super(out);
  }

  @Override
  boolean passes(Line beginning) {
    if (inData) {
      inData = !(beginning.length() == COPY_ENDS.length() && beginning.startsWith(COPY_ENDS));
      return true;
    }
    if (beginning.startsWith(COPY)) {
      // With many columns, its end is too far away to be seen.
      inData = beginning.isCut() || beginning.toString().endsWith(COPY_BEGINS);
      return true;
    }
    if (beginning.startsWith("\\") && HARMLESS.stream().noneMatch(beginning::startsWith)) {
      throw new SourceException(
          "It has a command for psql itself (\"%s\"), so it was not restored: that could do more than fill the scratch database. Use pg_dump, or let the dump_command write none."
              .formatted(beginning));
    }
    if (ELSEWHERE.stream().anyMatch(beginning::startsWithIgnoringCase)) {
      throw new SourceException(
          "It says itself into which database it goes (\"%s\"), so it was not restored: that would not have stayed in the scratch database. Let the dump_command write no CREATE DATABASE."
              .formatted(beginning));
    }
    return !(LEFT_OUT.stream().anyMatch(beginning::startsWith) || isOwner(beginning));
  }

  private static boolean isOwner(Line line) {
    return line.startsWith("ALTER ") && line.toString().matches("ALTER .* OWNER TO .*;");
  }

  @Override
  void leftOut(byte[] bytes, int offset, int length, boolean isEnd) {
    // Nobody asks for it.
  }
}
