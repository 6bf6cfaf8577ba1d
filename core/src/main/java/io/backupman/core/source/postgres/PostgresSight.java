package io.backupman.core.source.postgres;

import io.backupman.core.source.PostgresSettings;
import io.backupman.core.source.SourceException;
import java.sql.SQLException;
import java.util.List;

/**
 * Looks for what {@code pg_dump} would leave out without a word because the user may not see it:
 * the options of user mappings (PostgreSQL manual, {@code pg_user_mappings}). Where the user may
 * not read anything else, the program itself fails.
 */
final class PostgresSight {
  private static final System.Logger LOG = System.getLogger(PostgresSight.class.getName());

  private static final String HIDDEN =
      """
      SELECT m.usename, m.srvname
      FROM pg_catalog.pg_user_mappings m
        JOIN pg_catalog.pg_foreign_server s ON s.oid = m.srvid
      WHERE m.umoptions IS NULL
        AND NOT (SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user)
        AND NOT (m.umuser <> 0 AND m.usename = current_user
          AND (pg_catalog.pg_has_role(s.srvowner, 'USAGE')
            OR pg_catalog.has_server_privilege(s.oid, 'USAGE')))
        AND NOT (m.umuser = 0 AND pg_catalog.pg_has_role(s.srvowner, 'USAGE'))
      ORDER BY 2, 1 LIMIT 1""";

  private final PostgresSettings settings;
  private final PostgresErrors errors;

  PostgresSight(PostgresSettings settings, PostgresErrors errors) {
    this.settings = settings;
    this.errors = errors;
  }

  /**
   * Looks.
   *
   * @return what somebody should know, if the server could not be asked
   * @throws SourceException if something is hidden; it says how to mend that
   */
  List<String> ensure() {
    var signIn = new PostgresSignIn(settings, errors);
    try (var connection = signIn.connectBriefly(settings.dbName());
        var statement = connection.createStatement();
        var rows = statement.executeQuery(HIDDEN)) {
      if (rows.next()) {
        throw errors.ofMapping(rows.getString(1), rows.getString(2));
      }
      return List.of();
    } catch (SQLException e) {
      LOG.log(System.Logger.Level.DEBUG, "The server could not be asked.", e);
      return List.of(
          "Whether the user '%s' may see the options of all user mappings could not be asked for; the dump may lack some."
              .formatted(settings.user()));
    }
  }
}
