package io.backupman.api.wire;

import io.backupman.notifier.spi.Verification;
import org.jspecify.annotations.Nullable;

/** The outcome of the restore that verified a dump. */
public record VerificationJson(
    String status, @Nullable Long tables, @Nullable Long rows, @Nullable String detail) {

  static @Nullable VerificationJson of(@Nullable Verification verification) {
    return verification == null
        ? null
        : new VerificationJson(
            verification.status().word(),
            verification.tables(),
            verification.rows(),
            verification.detail());
  }
}
