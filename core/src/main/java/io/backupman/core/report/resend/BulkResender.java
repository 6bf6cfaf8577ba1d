package io.backupman.core.report.resend;

import io.backupman.core.report.ResendSelection;

/** Sends many stored reports again. */
public interface BulkResender {

  /**
   * Makes new deliveries of stored reports for the destinations that are configured and switched on
   * now. What is on its way already is left alone, so a call may be repeated.
   *
   * @return how many were made
   * @throws io.backupman.core.request.RequestProblem if a name is not configured, or the time ends
   *     before it begins (invalid)
   */
  Made resend(ResendSelection selection);

  /**
   * Counts what {@link #resend} would make, and makes nothing.
   *
   * @throws io.backupman.core.request.RequestProblem as {@link #resend}
   */
  Made count(ResendSelection selection);

  /**
   * What a bulk resend made.
   *
   * @param reports how many reports are sent again
   * @param deliveries how many deliveries those are
   */
  record Made(long reports, long deliveries) {
    /** Nothing. */
    static final Made NONE = new Made(0, 0);

    Made plus(Made more) {
      return new Made(reports + more.reports, deliveries + more.deliveries);
    }
  }
}
