package io.backupman.core.source;

import java.sql.SQLException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns what goes wrong on a scratch server of MariaDB or MySQL into a sentence that helps. */
final class MariaDbRestoreTrouble {
  private static final Pattern CODE = Pattern.compile("ERROR (\\d{4,5})\\b");

  private final MariaDbSettings settings;
  private final ClientWords words;
  private final MariaDbTrouble signIn;

  /**
   * For a scratch server.
   *
   * @param settings how to sign in there, with the scratch database
   */
  MariaDbRestoreTrouble(MariaDbSettings settings) {
    this.settings = settings;
    this.words = new ClientWords(settings.dbName(), settings.password());
    this.signIn = new MariaDbTrouble(settings);
  }

  /** For the program that restores. */
  SourceException ofExit(String program, int exitCode, List<String> errors) {
    String said = String.join(" ", errors);
    Matcher matcher = CODE.matcher(said);
    return matcher.find()
        ? of(Integer.parseInt(matcher.group(1)), said)
        : new SourceException(
            "%s ended with %s.%s".formatted(program, exitCode, words.quote(said)));
  }

  /** For an error of the driver. */
  SourceException of(SQLException e) {
    SourceException sentence = of(SignIn.code(e), String.valueOf(e.getMessage()));
    sentence.initCause(e);
    return sentence;
  }

  private SourceException of(int code, String said) {
    String server = settings.server();
    String user = settings.user();
    String sentence =
        switch (code) {
          case 1045, 1698, 1251, 1130, 2002, 2003, 2005, 2026 -> "";
          case 1044 ->
              "The user '%s' may not create, fill or drop the scratch database '%s' on %s (error 1044): grant them ALL on databases of such names, or name another user in verify_database."
                  .formatted(user, settings.dbName(), server);
          case 1142, 1143, 1370 ->
              "The user '%s' lacks a privilege on the scratch database '%s' on %s (error %s): grant them ALL on databases of such names."
                  .formatted(user, settings.dbName(), server, code);
          case 1227, 1419, 4025 ->
              "The user '%s' may not restore what runs with another user's rights (a DEFINER) on %s (error %s): grant them SET USER (MariaDB), SET_USER_ID or SET_ANY_DEFINER (MySQL), or name another user in verify_database."
                  .formatted(user, server, code);
          case 1064 ->
              "The script has a statement that %s does not understand (error 1064): it is damaged, or the server is older than the one that was dumped."
                  .formatted(server);
          case 1115, 1273, 1286, 1193 ->
              "%s lacks something that the dump needs (error %s): a scratch server has to be of the same kind and not older."
                  .formatted(server, code);
          case 1053, 1927, 2006, 2013, 2055 ->
              "The connection to %s was lost meanwhile (error %s).".formatted(server, code);
          default -> "%s refused a statement of it (error %s).".formatted(server, code);
        };
    return sentence.isEmpty()
        ? new SourceException("The scratch server: " + signIn.ofCode(code, said).getMessage())
        : new SourceException(sentence + words.quote(said));
  }
}
