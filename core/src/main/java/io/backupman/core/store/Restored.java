package io.backupman.core.store;

import io.backupman.notifier.spi.Verification;
import org.jspecify.annotations.Nullable;

/** The columns of a verification; all of them {@code null} where there is none. */
record Restored(
    @Nullable String status, @Nullable Long tables, @Nullable Long rows, @Nullable String detail) {

  static Restored of(@Nullable Verification verification) {
    return verification == null
        ? new Restored(null, null, null, null)
        : new Restored(
            verification.status().word(),
            verification.tables(),
            verification.rows(),
            verification.detail());
  }

  /** The verification of a row of {@code backups}. */
  static @Nullable Verification of(Row row) {
    var status = row.textOrNull("verification");
    return status == null
        ? null
        : new Verification(
            Verification.Status.of(status),
            row.numberOrNull("restored_tables"),
            row.numberOrNull("restored_rows"),
            row.textOrNull("verification_detail"));
  }
}
