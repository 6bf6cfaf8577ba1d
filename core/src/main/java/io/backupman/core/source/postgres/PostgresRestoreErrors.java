package io.backupman.core.source.postgres;

import io.backupman.core.source.PostgresSettings;
import io.backupman.core.source.SourceException;
import io.backupman.core.source.program.ProgramMessages;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Pattern;

/** Turns what goes wrong on a scratch server of PostgreSQL into a sentence that helps. */
final class PostgresRestoreErrors {
  private static final Pattern EXTENSION =
      Pattern.compile(
          "extension \"([^\"]+)\" is not available|extension control file \"[^\"]*/([^/\"]+)\\.control\"");
  private static final Pattern CREATING =
      Pattern.compile("permission denied to create extension \"([^\"]+)\"");
  private static final Pattern ROLE = Pattern.compile("role \"([^\"]+)\" does not exist");
  private static final Pattern UNKNOWN =
      Pattern.compile("unrecognized configuration parameter|unsupported version|syntax error");
  private static final Pattern PRIVILEGE =
      Pattern.compile("permission denied|must be (owner|superuser)|must be able to SET ROLE");

  private static final Pattern DATA = Pattern.compile("(: )\"[^\\n]*");

  private final PostgresSettings settings;
  private final ProgramMessages words;
  private final PostgresErrors signIn;

  /**
   * For a scratch server.
   *
   * @param settings how to sign in there, with the scratch database
   */
  PostgresRestoreErrors(PostgresSettings settings) {
    this.settings = settings;
    this.words = new ProgramMessages(settings.dbName(), settings.password());
    this.signIn = new PostgresErrors(settings);
  }

  /** For the program that restores. */
  SourceException ofExit(String program, int exitCode, List<String> errors) {
    var said = String.join(" ", errors);
    return new SourceException(
        sentence(said, "%s ended with %s.".formatted(program, exitCode))
            + words.quote(withoutData(said)));
  }

  /** For an archive that cannot be read. */
  SourceException ofArchive(List<String> errors) {
    return signIn.ofArchive("pg_restore", errors);
  }

  /** For a materialized view that cannot be filled; without the cause, which names rows. */
  SourceException ofView(String view, SQLException e) {
    var said = String.valueOf(e.getMessage());
    return new SourceException(
        "The materialized view %s could not be filled, as a restore does with an empty search_path: name the schemas of what its functions use, or SET search_path in them."
                .formatted(view)
            + words.quote(withoutData(said)));
  }

  /** A value that was refused stands at the end of what the server says. */
  private static String withoutData(String said) {
    return DATA.matcher(said).replaceAll("$1…");
  }

  private String sentence(String said, String otherwise) {
    var server = settings.host() + ":" + settings.port();
    var extension = EXTENSION.matcher(said);
    if (extension.find()) {
      var name = extension.group(1) == null ? extension.group(2) : extension.group(1);
      return "The scratch server %s lacks the extension '%s': install it there, or name another server in verify_database."
          .formatted(server, name);
    }
    var creating = CREATING.matcher(said);
    if (creating.find()) {
      return "The user '%s' may not create the extension '%s' on %s: name a server in verify_database that is there for verifications alone, with a user who may."
          .formatted(settings.user(), creating.group(1), server);
    }
    var role = ROLE.matcher(said);
    if (role.find()) {
      return "The scratch server %s lacks the role '%s': make it there (pg_dumpall --roles-only writes them)."
          .formatted(server, role.group(1));
    }
    if (UNKNOWN.matcher(said).find()) {
      return "The scratch server %s, or the program that restores, does not understand a part of the dump: it is damaged, or they are older than the server that was dumped."
          .formatted(server);
    }
    return PRIVILEGE.matcher(said).find()
        ? "The user '%s' lacks a privilege on %s that this dump takes: grant it, or name a server in verify_database that is there for verifications alone, with a user who has it."
            .formatted(settings.user(), server)
        : otherwise;
  }

  /** For an error of the driver, when a scratch database is made. */
  SourceException of(SQLException e) {
    if ("42501".equals(e.getSQLState())) {
      return new SourceException(
          "The user '%s' may not create the scratch database on %s:%s: ALTER ROLE … CREATEDB, or name another user in verify_database.%s"
              .formatted(
                  settings.user(),
                  settings.host(),
                  settings.port(),
                  words.quote(String.valueOf(e.getMessage()))),
          e);
    }
    var sentence = signIn.of(e);
    return new SourceException("The scratch server: " + sentence.getMessage(), e);
  }
}
