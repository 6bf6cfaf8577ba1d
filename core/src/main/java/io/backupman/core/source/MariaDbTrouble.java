package io.backupman.core.source;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns what a MariaDB or MySQL client says of a failure into a sentence that helps. */
final class MariaDbTrouble {
  private static final Pattern CODE = Pattern.compile("(?:[Ee]rror:? |ERROR |\\()(\\d{4})\\b");
  private static final int MAX_SAID = 600;
  private static final int SIGNALLED = 128;

  /** To blank out every place of a shorter one would give it away. */
  private static final int MIN_MASKED = 4;

  private final MariaDbSettings settings;

  MariaDbTrouble(MariaDbSettings settings) {
    this.settings = settings;
  }

  /**
   * For a dump program that failed.
   *
   * @param exitCode how it ended, not 0
   * @param errors its last lines on the standard error
   */
  SourceException ofExit(String program, int exitCode, List<String> errors) {
    String said = String.join(" ", errors);
    Matcher matcher = CODE.matcher(said);
    if (matcher.find()) {
      return ofCode(Integer.parseInt(matcher.group(1)), said);
    }
    if (exitCode > SIGNALLED) {
      return new SourceException(
          "%s was killed by signal %d while it dumped '%s'; where nobody did that, the machine may have run out of memory.%s"
              .formatted(program, exitCode - SIGNALLED, settings.dbName(), quote(said)));
    }
    return new SourceException(
        "%s failed with exit code %d while it dumped '%s'.%s"
            .formatted(program, exitCode, settings.dbName(), quote(said)));
  }

  /** For a dump program that claims to have succeeded, but whose output is cut. */
  SourceException ofTruncation(String program, List<String> errors) {
    return new SourceException(
        "%s ended without an error, but its output is not whole: the last line \"-- Dump completed\" is missing.%s"
            .formatted(program, quote(String.join(" ", errors))));
  }

  /** For an error by its number, as the server or the client library gave it. */
  SourceException ofCode(int code, String said) {
    String sentence = sentence(code) + quote(said);
    return code == 1412 ? SourceException.worthAnotherTry(sentence) : new SourceException(sentence);
  }

  private String sentence(int code) {
    String server = settings.host() + ":" + settings.port();
    String user = settings.user();
    String dbName = settings.dbName();
    return switch (code) {
      case 1045, 1698, 1251 ->
          "%s did not let the user '%s' in (error %d): check user and password, and that they may sign in from this machine."
              .formatted(server, user, code);
      case 1049 ->
          "There is no database '%s' on %s (error 1049): check db_name.".formatted(dbName, server);
      case 1130, 2002, 2003, 2005 ->
          "%s could not be reached (error %d): check host and port, and that the server runs and lets this machine in."
              .formatted(server, code);
      case 1044, 1142, 1143, 1227, 1370 ->
          "The user '%s' lacks a privilege to dump '%s' (error %d); it takes SELECT, SHOW VIEW, TRIGGER, EVENT and LOCK TABLES on the database, and for its routines SHOW CREATE ROUTINE (MariaDB), SHOW_ROUTINE (MySQL 8) or SELECT on mysql.proc."
              .formatted(user, dbName, code);
      case 1356 ->
          "A view of '%s' refers to something that is gone or not permitted (error 1356): repair or drop it."
              .formatted(dbName);
      case 1412 ->
          "A table of '%s' was truncated or altered while it was dumped (error 1412): dump it when no such change runs."
              .formatted(dbName);
      case 1053, 1927, 2006, 2013, 2055 ->
          "The connection to %s was lost while '%s' was dumped (error %d): the server may have been stopped, or the connection killed or timed out."
              .formatted(server, dbName, code);
      case 2026 ->
          "No encrypted connection to %s could be made (error 2026): check the data source's tls and the server's certificate."
              .formatted(server);
      default -> "'%s' on %s could not be dumped (error %d).".formatted(dbName, server, code);
    };
  }

  /** The original words, with the password masked and the end kept when they are long. */
  private String quote(String said) {
    String password = settings.password().value();
    String masked = password.length() < MIN_MASKED ? said : said.replace(password, "***");
    String shown =
        masked.length() <= MAX_SAID ? masked : "…" + masked.substring(masked.length() - MAX_SAID);
    return shown.isBlank() ? "" : " It said: " + shown.strip();
  }
}
