package io.backupman.core.store;

import io.backupman.core.backup.Backup;
import io.backupman.core.backup.Quantities;
import io.backupman.core.store.engine.DatabaseLocation;
import io.backupman.core.store.engine.LegacyTables;
import io.backupman.core.store.engine.Pause;
import io.backupman.core.store.engine.SqlErrors;
import io.backupman.core.store.engine.StoreException;
import io.backupman.core.store.engine.TableNames;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Takes over the records of heryTz/backupman: all at once, and once only, however many processes
 * start together and whatever becomes of the records afterwards. Reports are not made: nobody wants
 * to hear of old backups. Its tables stay as they are.
 */
final class LegacyImport {
  private static final System.Logger LOG = System.getLogger(LegacyImport.class.getName());

  /** For another process that takes them over just now. */
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

  private static final int PAUSE_MILLIS = 200;

  private static final String BEGIN =
      "INSERT INTO taken_over (program, taken_at) VALUES (:program, :now)";

  private final DatabaseLocation location;
  private final TableNames names;
  private final LegacyPlaces places;
  private final Instant now;

  private LegacyImport(
      DatabaseLocation location, TableNames names, LegacyPlaces places, Instant now) {
    this.location = location;
    this.names = names;
    this.places = places;
    this.now = now;
  }

  /**
   * Takes them over, if there are any and nobody has.
   *
   * @throws StoreException with a sentence if that is not possible; nothing is taken over then
   */
  static void run(DatabaseLocation location, TableNames names, LegacyPlaces places, Clock clock) {
    try {
      new LegacyImport(location, names, places, clock.instant()).run();
    } catch (SQLException e) {
      throw new StoreException(
          "%s: the records of %s could not be taken over. Nothing of them was; the next start tries again. (%s)"
              .formatted(location.description(), LegacyTables.PROGRAM, SqlErrors.text(e)),
          e);
    }
  }

  private void run() throws SQLException {
    var legacy = location.legacyRecords();
    if (legacy.isPresent()) {
      try (var from = legacy.get();
          var to = location.migrationConnection()) {
        if (!LegacyTables.areTakenOver(to)) {
          inTurn(from, to);
        }
      }
    }
  }

  /** Who is second waits for the row of the first, but not for longer than the server lets it. */
  private void inTurn(Connection from, Connection to) throws SQLException {
    var end = System.nanoTime() + LONGEST_WAIT.toNanos();
    to.setAutoCommit(false);
    while (true) {
      try {
        if (isBegun(to)) {
          copy(new LegacyRecords(from, places), to);
        }
        return;
      } catch (SQLException e) {
        to.rollback();
        if (!SqlErrors.conflict(e) || System.nanoTime() > end) {
          throw e;
        }
        Pause.upTo(PAUSE_MILLIS);
      }
    }
  }

  private boolean isBegun(Connection to) throws SQLException {
    try {
      new LegacyRows(to, names)
          .insert(BEGIN, List.of(Params.of("program", LegacyTables.PROGRAM).and("now", now)));
      return true;
    } catch (SQLException e) {
      if (SqlErrors.duplicate(e)) {
        to.rollback();
        return false;
      }
      throw e;
    }
  }

  private void copy(LegacyRecords from, Connection to) throws SQLException {
    var conversion = new LegacyConversion(places, now);
    var backups = 0L;
    var failed = 0L;
    var rows = new LegacyRows(to, names);
    var page = from.after("");
    while (!page.isEmpty()) {
      List<Backup> ours = page.stream().map(conversion::backup).toList();
      rows.insert(ours);
      backups += ours.size();
      failed += ours.stream().filter(b -> b.snapshot().error() != null).count();
      page = from.after(page.getLast().id());
    }
    to.commit();
    LOG.log(
        System.Logger.Level.INFO,
        "Took over {0} of {1}, of which {2} failed. Its tables stay as they are; what it"
            + " records from now on is not taken over.",
        Quantities.counted(backups, "backup"),
        LegacyTables.PROGRAM,
        String.valueOf(failed));
  }
}
