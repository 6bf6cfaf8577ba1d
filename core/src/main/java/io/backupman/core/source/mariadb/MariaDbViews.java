package io.backupman.core.source.mariadb;

import io.backupman.core.source.program.CancellableConnection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The views of a MariaDB or MySQL database. */
final class MariaDbViews {
  private static final String VIEWS =
      "SELECT table_name, definer FROM information_schema.views WHERE table_schema = DATABASE() ORDER BY table_name";

  private static final String NO_SUCH_USER = "1449";

  private MariaDbViews() {}

  /** What to say of those that belong to a user who is gone. */
  static List<String> warnings(CancellableConnection session)
      throws SQLException, InterruptedException {
    var warnings = new ArrayList<String>();
    for (var view : session.rows(VIEWS)) {
      if (isOrphan(session, view.getFirst())) {
        warnings.add(sentence(view.getFirst(), view.getLast()));
      }
    }
    return warnings;
  }

  private static boolean isOrphan(CancellableConnection session, String view)
      throws SQLException, InterruptedException {
    try {
      session.run("SHOW CREATE VIEW `" + view.replace("`", "``") + "`");
    } catch (SQLException e) {
      return false; // The dump program says it better.
    }
    return session.rows("SHOW WARNINGS").stream().anyMatch(row -> row.contains(NO_SUCH_USER));
  }

  private static String sentence(String view, String definer) {
    return "The view '%s' belongs to the user %s, who does not exist: whoever uses it gets an error, and under another name of the database it may not be restored (error 1054). Make that user again, give the view another one (ALTER DEFINER = … VIEW …), or drop it."
        .formatted(view, definer);
  }
}
