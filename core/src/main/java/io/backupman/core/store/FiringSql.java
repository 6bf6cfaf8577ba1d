package io.backupman.core.store;

import io.backupman.core.backup.Backup;
import io.backupman.core.backup.FiringStore;
import io.backupman.core.report.ReportWithDeliveries;
import io.backupman.core.store.engine.SqlErrors;
import io.backupman.core.store.engine.StoreException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The table {@code firings}. */
final class FiringSql implements FiringStore {
  private static final int TRIES = 10;

  private static final String INSERT =
      "INSERT INTO firings (label, fire_at, backup_id) VALUES (:label, :fire_at, :backup)";

  private static final String TAKEN =
      "SELECT label FROM firings WHERE label = :label AND fire_at = :fire_at";

  // Named from its first column on, or H2 does not use the index.
  private static final String LAST =
      """
      SELECT fire_at FROM firings WHERE label = :label
      ORDER BY label DESC, fire_at DESC LIMIT 1""";

  private static final String LABELS = "SELECT DISTINCT label FROM firings";

  private static final String FORGET =
      "DELETE FROM firings WHERE label = :label AND fire_at < :before";

  private final Sql sql;

  FiringSql(Sql sql) {
    this.sql = sql;
  }

  @Override
  public Outcome begin(Backup pending, Optional<ReportWithDeliveries> started, Instant fireAt) {
    for (var tries = 0; tries < TRIES; tries++) {
      var outcome =
          unlessDuplicate(tx -> begun(tx, pending, started, fireAt))
              .or(() -> unlessDuplicate(tx -> leftOut(tx, pending.label(), fireAt)));
      if (outcome.isPresent()) {
        return outcome.get();
      }
    }
    throw new StoreException(
        "The firing of \"" + pending.label() + "\" at " + fireAt + " cannot be recorded.");
  }

  /** Empty as well if the work did not come to a result. */
  private Optional<Outcome> unlessDuplicate(Function<Transaction, @Nullable Outcome> work) {
    try {
      return Optional.ofNullable(sql.transaction(work));
    } catch (StoreException e) {
      if (SqlErrors.duplicate(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static Outcome begun(
      Transaction tx, Backup pending, Optional<ReportWithDeliveries> started, Instant fireAt) {
    if (isTaken(tx, pending.label(), fireAt)) {
      return Outcome.TAKEN;
    }
    insert(tx, pending.label(), fireAt, pending.id());
    BackupSql.insert(tx, pending, started);
    return Outcome.BEGUN;
  }

  /** Nothing, if the backup that stood in the way has ended in between. */
  private static @Nullable Outcome leftOut(Transaction tx, String label, Instant fireAt) {
    if (isTaken(tx, label, fireAt)) {
      return Outcome.TAKEN;
    }
    if (!BackupSql.isRunning(tx, label)) {
      return null;
    }
    insert(tx, label, fireAt, null);
    return Outcome.LEFT_OUT;
  }

  private static boolean isTaken(Transaction tx, String label, Instant fireAt) {
    return tx.first(TAKEN, row -> true, Params.of("label", label).and("fire_at", fireAt))
        .isPresent();
  }

  private static void insert(
      Transaction tx, String label, Instant fireAt, @Nullable UUID backupId) {
    tx.update(INSERT, Params.of("label", label).and("fire_at", fireAt).and("backup", backupId));
  }

  @Override
  public Optional<Instant> last(String label) {
    return sql.transaction(
        tx -> tx.first(LAST, row -> row.time("fire_at"), Params.of("label", label)));
  }

  @Override
  public long forget(Instant before) {
    var forgotten = 0L;
    for (var label : sql.query(LABELS, row -> row.text("label"), Params.none())) {
      var last = last(label);
      if (last.isPresent()) {
        var bound = last.get().isBefore(before) ? last.get() : before;
        forgotten += sql.update(FORGET, Params.of("label", label).and("before", bound));
      }
    }
    return forgotten;
  }
}
