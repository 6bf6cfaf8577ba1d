package io.backupman.core.report.resend;

import io.backupman.core.report.Delivery;
import java.util.List;
import java.util.UUID;

/** Sends stored reports again. */
public interface Resender {

  /**
   * Makes new deliveries of a stored report, whatever the subscriptions say.
   *
   * @param reportId the report
   * @param notifiers the notifiers to send through; empty means all that are switched on
   * @param destinations the destinations to send to; empty means all
   * @return the new deliveries, due at once
   * @throws io.backupman.core.request.RequestProblem if there is no such report (not found), a name
   *     is not configured (invalid), or there is nothing to send to (conflict)
   */
  List<Delivery> resend(UUID reportId, List<String> notifiers, List<String> destinations);
}
