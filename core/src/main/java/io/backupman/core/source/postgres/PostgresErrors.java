package io.backupman.core.source.postgres;

import io.backupman.core.source.PostgresSettings;
import io.backupman.core.source.SourceException;
import io.backupman.core.source.program.ProgramMessages;
import io.backupman.core.source.program.ScriptOutput;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Turns what PostgreSQL's programs and its driver say of a failure into a sentence that helps. The
 * programs give no numbers, so their words are looked at, in the order below; the server may speak
 * another language, then its words are passed on.
 */
final class PostgresErrors {

  /** What may be wrong. */
  private enum Kind {
    VERSION("server version mismatch"),
    ENCRYPTION(
        "does not support SSL",
        "SSL error",
        "certificate verify failed",
        "root certificate",
        "server certificate for",
        "no encryption"),
    SIGN_IN(
        "password authentication failed",
        "no password supplied",
        "no pg_hba.conf entry",
        "authentication failed",
        "role \".*\" does not exist",
        "is not permitted to log in"),
    NO_DATABASE("database \".*\" does not exist"),
    CHANGED(
        "cache lookup failed",
        "could not open relation with OID",
        "relation \".*\" does not exist",
        "deadlock detected"),
    LOCKED("lock timeout", "could not obtain lock"),
    ROW_SECURITY("row-level security"),
    PRIVILEGE("permission denied", "must be owner", "must be superuser"),
    LOST(
        "server closed the connection",
        "terminating connection",
        "connection to server was lost",
        "no connection to the server",
        "could not receive data",
        "SSL SYSCALL",
        "lost synchronization"),
    UNREACHABLE(
        "connection to server .* failed",
        "could not connect",
        "could not translate host name",
        "starting up",
        "shutting down"),
    OTHER("");

    private final Pattern words;

    Kind(String... words) {
      this.words = Pattern.compile(String.join("|", words), Pattern.CASE_INSENSITIVE);
    }

    static Kind of(String said) {
      return Arrays.stream(values())
          .filter(kind -> kind.words.matcher(said).find())
          .findFirst()
          .orElse(OTHER);
    }
  }

  private final PostgresSettings settings;
  private final ProgramMessages words;

  PostgresErrors(PostgresSettings settings) {
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
    var kind = Kind.of(said);
    return kind == Kind.OTHER ? words.ofExit(program, exitCode, said) : of(kind, said);
  }

  /** For a dump program that claims to have succeeded, but whose script is cut. */
  SourceException ofTruncation(String program, List<String> errors) {
    return words.ofTruncation(program, ScriptOutput.POSTGRES_END, errors);
  }

  /** For an archive that cannot be restored. */
  SourceException ofArchive(String program, List<String> errors) {
    return new SourceException(
        "The archive is not whole: %s could not read it to its end.%s"
            .formatted(program, words.quote(String.join(" ", errors))));
  }

  /** For an error of the driver. */
  SourceException of(SQLException e) {
    var said = String.valueOf(e.getMessage());
    var sentence = of(kind(e, said), said);
    sentence.initCause(e);
    return sentence;
  }

  /** By its SQLSTATE (PostgreSQL manual, appendix A), whatever the language of its words. */
  private static Kind kind(SQLException e, String said) {
    var state = e.getSQLState() == null ? "" : e.getSQLState();
    if (state.startsWith("28")) {
      return said.contains("no encryption") ? Kind.ENCRYPTION : Kind.SIGN_IN;
    }
    return switch (state) {
      case "3D000" -> Kind.NO_DATABASE;
      case "42501" -> Kind.of(said) == Kind.ROW_SECURITY ? Kind.ROW_SECURITY : Kind.PRIVILEGE;
      case "57P03" -> Kind.UNREACHABLE;
      default -> state.startsWith("08") && !isAboutEncryption(e) ? Kind.UNREACHABLE : encrypted(e);
    };
  }

  private static Kind encrypted(SQLException e) {
    return isAboutEncryption(e) ? Kind.ENCRYPTION : Kind.OTHER;
  }

  private static boolean isAboutEncryption(SQLException e) {
    return String.valueOf(e.getMessage()).contains("SSL")
        || e.getCause() instanceof javax.net.ssl.SSLException;
  }

  private SourceException of(Kind kind, String said) {
    boolean isLargeObject = kind == Kind.PRIVILEGE && said.contains("large object");
    var sentence = (isLargeObject ? ofLargeObject() : sentence(kind)) + words.quote(said);
    return kind == Kind.CHANGED
        ? SourceException.worthAnotherTry(sentence)
        : new SourceException(sentence);
  }

  /** {@code pg_read_all_data} does not hold for them. */
  private String ofLargeObject() {
    return "The user '%s' may not read all large objects of '%s', for which pg_read_all_data is not enough: GRANT SELECT ON LARGE OBJECT … TO %s; for each, also for those that will come, or GRANT the role that owns them."
        .formatted(settings.user(), settings.dbName(), name(settings.user()));
  }

  /** For subscriptions that the dump program left out. */
  SourceException ofSubscriptions() {
    return new SourceException(
        "'%s' has subscriptions, which pg_dump leaves out for the user '%s': ALTER ROLE %s SUPERUSER; or leave them out knowingly with dump_command: [pg_dump, --no-subscriptions]."
            .formatted(settings.dbName(), settings.user(), name(settings.user())));
  }

  /**
   * For a user mapping whose options the user may not see.
   *
   * @param role whose mapping it is
   * @param server the foreign server
   */
  SourceException ofMapping(String role, String server) {
    return new SourceException(
        "The user '%s' may not see the options of the user mapping of '%s' for the server '%s', so the dump would lack them: ALTER ROLE %s SUPERUSER; or drop the mapping."
            .formatted(settings.user(), role, server, name(settings.user())));
  }

  /** A name in a statement. */
  private static String name(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  private String sentence(Kind kind) {
    var server = settings.host() + ":" + settings.port();
    var user = settings.user();
    var dbName = settings.dbName();
    return switch (kind) {
      case VERSION ->
          "The dump program is older than the server %s, which it refuses: install the postgresql-client of the server's version or a newer one, or name its pg_dump in dump_command."
              .formatted(server);
      case ENCRYPTION ->
          "No encrypted connection to %s could be made: check the data source's tls and the server's certificate."
              .formatted(server);
      case SIGN_IN ->
          "%s did not let the user '%s' in: check user and password, and that pg_hba.conf lets them in from this machine."
              .formatted(server, user);
      case NO_DATABASE ->
          "There is no database '%s' on %s: check db_name.".formatted(dbName, server);
      case CHANGED ->
          "Something in '%s' was dropped or altered while it was dumped: dump it when no such change runs."
              .formatted(dbName);
      case LOCKED ->
          "A table of '%s' was locked for too long: dump it when no statement holds such a lock."
              .formatted(dbName);
      case ROW_SECURITY ->
          "Row-level security hides rows of '%s' from the user '%s', so the dump would not be whole: ALTER ROLE %s BYPASSRLS;"
              .formatted(dbName, user, name(user));
      case PRIVILEGE ->
          "The user '%s' lacks a privilege to dump '%s': GRANT pg_read_all_data TO %s; (before PostgreSQL 14: USAGE on each schema, SELECT on ALL TABLES and ALL SEQUENCES in it)."
              .formatted(user, dbName, name(user));
      case LOST ->
          "The connection to %s was lost while '%s' was dumped: the server may have been stopped, or the connection ended or timed out."
              .formatted(server, dbName);
      case UNREACHABLE ->
          "%s could not be reached: check host and port, and that the server runs and lets this machine in."
              .formatted(server);
      case OTHER -> "'%s' on %s could not be dumped.".formatted(dbName, server);
    };
  }
}
