package io.backupman.core.source.program;

import io.backupman.core.mask.Masker;
import io.backupman.core.source.SourceException;
import io.backupman.notifier.spi.Secret;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Says what a database's own program said and how it ended.
 *
 * @param dbName the database that it dumped
 * @param password is blanked out in its words
 */
public record ProgramMessages(String dbName, Secret password) {
  private static final int MAX_SAID = 600;
  private static final int SIGNALLED = 128;

  /** Where programs begin to repeat a statement, and servers what stood in it. */
  private static final Pattern DATA =
      Pattern.compile(
          "(?is)(?:-{10,}|\\b(?:INSERT|REPLACE)\\s+(?:IGNORE\\s+)?INTO\\b|\\bCOPY\\b[^;]*\\bFROM\\b|\\b(?:DETAIL|CONTEXT|(?-i:QUERY)|STATEMENT|LINE \\d+|COMMAND WAS|QUERY WAS):|\\bnear ['\"]|\\bDuplicate entry '|: 0x[0-9a-f]{2}\\b).*");

  /** For a program that failed for a reason that its words do not give away. */
  public SourceException ofExit(String program, int exitCode, String said) {
    if (exitCode > SIGNALLED) {
      return new SourceException(
          "%s was killed by signal %s while it dumped '%s'; where nobody did that, the machine may have run out of memory.%s"
              .formatted(program, exitCode - SIGNALLED, dbName, quote(said)));
    }
    return new SourceException(
        "%s failed with exit code %s while it dumped '%s'.%s"
            .formatted(program, exitCode, dbName, quote(said)));
  }

  /**
   * For a program that claims to have succeeded, but whose output is cut.
   *
   * @param lastLine what a whole output ends with
   */
  public SourceException ofTruncation(String program, String lastLine, List<String> errors) {
    return new SourceException(
        "%s ended without an error, but its output is not whole: the last line \"%s\" is missing.%s"
            .formatted(program, lastLine, quote(String.join(" ", errors))));
  }

  /**
   * Its words, with the password masked and the end kept when they are long; up to where they could
   * be about rows.
   */
  public String quote(String words) {
    var said = DATA.matcher(words).replaceFirst("…");
    var masked = Masker.of(List.of(password.value())).leaving(List.of(dbName)).mask(said);
    var shown =
        masked.length() <= MAX_SAID ? masked : "…" + masked.substring(masked.length() - MAX_SAID);
    return shown.isBlank() ? "" : " It said: " + shown.strip();
  }
}
