package io.backupman.core.source.mariadb;

import io.backupman.core.source.MariaDbSettings;
import io.backupman.core.source.SourceException;
import io.backupman.core.source.program.ProgramMessages;
import io.backupman.core.source.program.ScriptOutput;
import java.util.List;
import java.util.regex.Pattern;

/** Turns what a MariaDB or MySQL client says of a failure into a sentence that helps. */
final class MariaDbErrors {
  private static final Pattern CODE = Pattern.compile("(?:[Ee]rror:? |ERROR |\\()(\\d{4})\\b");

  private final MariaDbSettings settings;
  private final ProgramMessages words;

  MariaDbErrors(MariaDbSettings settings) {
    this.settings = settings;
    this.words = new ProgramMessages(settings.dbName(), settings.password());
  }

  /**
   * For a dump program that failed.
   *
   * @param exitCode how it ended, not 0
   * @param errors its last lines on the standard error
   */
  SourceException ofExit(String program, int exitCode, List<String> errors) {
    var said = String.join(" ", errors);
    var matcher = CODE.matcher(said);
    if (matcher.find()) {
      return ofCode(Integer.parseInt(matcher.group(1)), said);
    }
    return words.ofExit(program, exitCode, said);
  }

  /** For a dump program that claims to have succeeded, but whose output is cut. */
  SourceException ofTruncation(String program, List<String> errors) {
    return words.ofTruncation(program, ScriptOutput.MARIADB_END, errors);
  }

  /** For an error by its number, as the server or the client library gave it. */
  SourceException ofCode(int code, String said) {
    var sentence = sentence(code) + words.quote(said);
    return code == 1412 ? SourceException.worthAnotherTry(sentence) : new SourceException(sentence);
  }

  private String sentence(int code) {
    var server = settings.server();
    var user = settings.user();
    var dbName = settings.dbName();
    return switch (code) {
      case 1045, 1698, 1251 ->
          "%s did not let the user '%s' in (error %s): check user and password, and that they may sign in from this machine."
              .formatted(server, user, code);
      case 1049 ->
          "There is no database '%s' on %s (error 1049): check db_name.".formatted(dbName, server);
      case 1130, 2002, 2003, 2005 ->
          "%s could not be reached (error %s): check host and port, and that the server runs and lets this machine in."
              .formatted(server, code);
      case 1044, 1142, 1143, 1227, 1370 ->
          "The user '%s' lacks a privilege to dump '%s' (error %s); it takes SELECT, SHOW VIEW, TRIGGER and EVENT on the database, and for its routines SHOW CREATE ROUTINE on it (MariaDB 11.3), SHOW_ROUTINE (MySQL 8) or SELECT on mysql.proc."
              .formatted(user, dbName, code);
      case 1356 ->
          "A view of '%s' refers to something that is gone or not permitted (error 1356): repair or drop it."
              .formatted(dbName);
      case 1412 ->
          "A table of '%s' was truncated or altered while it was dumped (error 1412): dump it when no such change runs."
              .formatted(dbName);
      case 1053, 1927, 2006, 2013, 2055 ->
          "The connection to %s was lost while '%s' was dumped (error %s): the server may have been stopped, or the connection killed or timed out."
              .formatted(server, dbName, code);
      case 2026 ->
          "No encrypted connection to %s could be made (error 2026): check the data source's tls and the server's certificate."
              .formatted(server);
      default -> "'%s' on %s could not be dumped (error %s).".formatted(dbName, server, code);
    };
  }
}
