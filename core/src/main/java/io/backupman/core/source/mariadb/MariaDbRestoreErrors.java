package io.backupman.core.source.mariadb;

import io.backupman.core.source.MariaDbSettings;
import io.backupman.core.source.SourceException;
import io.backupman.core.source.program.ProgramMessages;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.regex.Pattern;

/** Turns what goes wrong on a scratch server of MariaDB or MySQL into a sentence that helps. */
final class MariaDbRestoreErrors {
  private static final Pattern ERROR =
      Pattern.compile("^ERROR (\\d{4,5})(?: \\(\\w+\\))?(?: at line (\\d+))?[^:]*: (.*)$");

  /** Errors whose words name databases, tables, columns, users and the like, and nothing else. */
  private static final Set<Integer> NAMES_ONLY =
      Set.of(
          1044, 1045, 1049, 1054, 1072, 1115, 1130, 1142, 1143, 1146, 1193, 1227, 1251, 1273, 1286,
          1305, 1356, 1370, 1418, 1419, 1449, 1698, 2002, 2003, 2005, 2026);

  private final MariaDbSettings settings;
  private final ProgramMessages words;
  private final MariaDbErrors signIn;

  /**
   * For a scratch server.
   *
   * @param settings how to sign in there, with the scratch database
   */
  MariaDbRestoreErrors(MariaDbSettings settings) {
    this.settings = settings;
    this.words = new ProgramMessages(settings.dbName(), settings.password());
    this.signIn = new MariaDbErrors(settings);
  }

  /**
   * For the program that restores.
   *
   * @param tables the table that a line of its script is about; an empty name if about none
   */
  SourceException ofExit(
      String program, int exitCode, List<String> errors, LongFunction<String> tables) {
    for (var line : errors) {
      var matcher = ERROR.matcher(line);
      if (matcher.find()) {
        int code = Integer.parseInt(matcher.group(1));
        var at = matcher.group(2);
        var table = at == null ? "" : tables.apply(Long.parseLong(at));
        return of(code, matcher.group(3), table.isEmpty() ? "" : " for the table '" + table + "'");
      }
    }
    return new SourceException("%s ended with %s.".formatted(program, exitCode));
  }

  /** For an error of the driver. */
  SourceException of(SQLException e) {
    return of(e, "");
  }

  /**
   * For an error of the driver.
   *
   * @param what was to be made
   * @param name its name; may be empty
   */
  SourceException of(SQLException e, String what, String name) {
    return of(e, " for the " + what + (name.isEmpty() ? "" : " '" + name + "'"));
  }

  private SourceException of(SQLException e, String about) {
    var sentence = of(MariaDbConnections.code(e), String.valueOf(e.getMessage()), about);
    if (quotable(MariaDbConnections.code(e))) {
      sentence.initCause(e); // The log shows its words, too.
    }
    return sentence;
  }

  private SourceException of(int code, String said, String about) {
    var server = settings.server();
    var user = settings.user();
    var sentence =
        switch (code) {
          case 1045, 1698, 1251, 1130, 2002, 2003, 2005, 2026 -> "";
          case 1044 ->
              "The user '%s' may not create, fill or drop the scratch database '%s' on %s (error 1044): grant them ALL on databases of such names, or name another user in verify_database."
                  .formatted(user, settings.dbName(), server);
          case 1142, 1143, 1370 ->
              "The user '%s' lacks a privilege on the scratch database '%s' on %s%s (error %s): grant them ALL on databases of such names."
                  .formatted(user, settings.dbName(), server, about, code);
          case 1227 ->
              "The user '%s' lacks a privilege on %s that it takes%s (error 1227): grant it, or name another user in verify_database."
                  .formatted(user, server, about);
          case 1419 ->
              "The user '%s' may not create functions and triggers on %s while it writes a binary log (error 1419)%s: SET GLOBAL log_bin_trust_function_creators = 1 there, or name another server in verify_database."
                  .formatted(user, server, about);
          case 1064 ->
              "The script has a statement%s that %s does not understand (error 1064): it is damaged, or the server is older than the one that was dumped."
                  .formatted(about, server);
          case 1115, 1273, 1286, 1193, 1231 ->
              "%s lacks something that the dump needs%s (error %s): a scratch server has to be of the same kind and not older."
                  .formatted(server, about, code);
          case 1053, 1927, 2006, 2013, 2055 ->
              "The connection to %s was lost meanwhile%s (error %s): the server may have been stopped, or the connection killed."
                  .formatted(server, about, code);
          case 1153, 2020 ->
              "%s refused a statement%s as too long (error %s): raise max_allowed_packet there."
                  .formatted(server, about, code);
          default -> "%s refused a statement%s (error %s).".formatted(server, about, code);
        };
    return sentence.isEmpty()
        ? new SourceException("The scratch server: " + signIn.ofCode(code, said).getMessage())
        : new SourceException(sentence + (quotable(code) ? words.quote(said) : ""));
  }

  /** Whether the server's words are about names alone: others quote rows. */
  private static boolean quotable(int code) {
    return NAMES_ONLY.contains(code);
  }
}
