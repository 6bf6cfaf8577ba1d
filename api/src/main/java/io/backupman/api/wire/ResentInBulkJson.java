package io.backupman.api.wire;

import io.backupman.core.report.BulkResender.Made;

/**
 * How much is sent again.
 *
 * @param reports how many reports
 * @param deliveries how many deliveries of them
 */
public record ResentInBulkJson(String message, long reports, long deliveries) {

  /** The answer to a bulk resend. */
  public static ResentInBulkJson of(Made made, boolean dryRun) {
    var message = dryRun ? "Nothing was queued: this was a dry run" : "Reports queued";
    return new ResentInBulkJson(message, made.reports(), made.deliveries());
  }
}
