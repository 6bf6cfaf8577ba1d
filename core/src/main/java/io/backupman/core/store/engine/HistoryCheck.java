package io.backupman.core.store.engine;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;

/**
 * Tells whether this program may use a database, by the migrations that the database has had.
 * Flyway by itself ignores those that it does not know: an older program would work with tables
 * that it cannot read.
 */
final class HistoryCheck {
  private final String description;
  private final MigrationInfo[] migrations;

  private HistoryCheck(String description, MigrationInfo[] migrations) {
    this.description = description;
    this.migrations = migrations.clone();
  }

  /**
   * Refuses a database that this program must not use.
   *
   * @param description what a sentence calls the database
   * @param migrations those that the program knows, and those that the database has had
   * @throws StoreException with a sentence
   */
  static void require(String description, MigrationInfo[] migrations) {
    new HistoryCheck(description, migrations)
        .refusal()
        .ifPresent(
            sentence -> {
              throw new StoreException(sentence);
            });
  }

  /** The sentence for a history in which nothing of this Backupman is found. */
  static String other(String description, String reason) {
    return """
        %s cannot be used: its table flyway_schema_history is not as this Backupman left it (%s). \
        If the database belongs to something else, give Backupman a database of its own; else \
        restore Backupman's own database from a copy."""
        .formatted(description, reason);
  }

  /** What is not Backupman's is told first: of that, versions mean nothing. */
  private Optional<String> refusal() {
    return first(HistoryCheck::isUnknown, "version %s is another one")
        .or(() -> first(HistoryCheck::isLeftOut, "version %s is missing"))
        .map(reason -> other(description, reason))
        .or(() -> newest(HistoryCheck::isNewer).map(this::newer))
        .or(() -> first(HistoryCheck::isFailed, "%s").map(this::unfinished));
  }

  private String newer(String version) {
    var known = newest(migration -> !isNewer(migration)).orElse("none");
    return """
        %s was upgraded by a newer Backupman: its schema has version %s, and this program knows %s. \
        Start the newer Backupman again, or restore Backupman's own database from before the \
        upgrade."""
        .formatted(description, version, known);
  }

  private String unfinished(String version) {
    return """
        %s was left unfinished by an upgrade that failed at schema version %s. \
        Restore Backupman's own database from before the upgrade (give it an empty one, if it was \
        new), and start again."""
        .formatted(description, version);
  }

  private Optional<String> first(Predicate<MigrationInfo> which, String words) {
    return those(which).findFirst().map(words::formatted);
  }

  private Optional<String> newest(Predicate<MigrationInfo> which) {
    return those(which).reduce((older, newer) -> newer);
  }

  private Stream<String> those(Predicate<MigrationInfo> which) {
    return Arrays.stream(migrations)
        .filter(which)
        .map(
            migration ->
                migration.isVersioned()
                    ? migration.getVersion().getVersion()
                    : migration.getDescription());
  }

  /** Whether a version that this program knows was made by something else. */
  private static boolean isUnknown(MigrationInfo migration) {
    var state = migration.getState();
    return state == MigrationState.MISSING_SUCCESS
        || state == MigrationState.MISSING_FAILED
        || (state.isResolved() && state.isApplied() && !migration.isChecksumMatching());
  }

  private static boolean isLeftOut(MigrationInfo migration) {
    return migration.getState() == MigrationState.IGNORED;
  }

  private static boolean isNewer(MigrationInfo migration) {
    return migration.getState() == MigrationState.FUTURE_SUCCESS
        || migration.getState() == MigrationState.FUTURE_FAILED;
  }

  private static boolean isFailed(MigrationInfo migration) {
    return migration.getState() == MigrationState.FAILED;
  }
}
