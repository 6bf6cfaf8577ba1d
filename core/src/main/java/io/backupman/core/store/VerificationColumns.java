package io.backupman.core.store;

import io.backupman.notifier.spi.Verification;
import org.jspecify.annotations.Nullable;

/** The columns of a verification in {@code backups}; all {@code null} where there is none. */
final class VerificationColumns {
  /** Sets them to {@link #params}. */
  static final String SET =
      """
      verification = :verification, restored_tables = :restored_tables,
        restored_rows = :restored_rows, verification_detail = :verification_detail""";

  private VerificationColumns() {}

  /** The values for {@link #SET}. */
  static Params params(@Nullable Verification verification) {
    return verification == null
        ? params(null, null, null, null)
        : params(
            verification.status().word(),
            verification.tables(),
            verification.rows(),
            verification.detail());
  }

  private static Params params(
      @Nullable String status,
      @Nullable Long tables,
      @Nullable Long rows,
      @Nullable String detail) {
    return Params.of("verification", status)
        .and("restored_tables", tables)
        .and("restored_rows", rows)
        .and("verification_detail", detail);
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
