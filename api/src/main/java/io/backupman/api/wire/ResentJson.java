package io.backupman.api.wire;

import io.backupman.core.report.Delivery;
import java.util.List;

/** The new deliveries of a report that is sent again. */
public record ResentJson(String message, List<DeliveryJson> results) {

  /** The answer to a resend. */
  public static ResentJson of(List<Delivery> deliveries) {
    return new ResentJson("Report queued", deliveries.stream().map(DeliveryJson::of).toList());
  }
}
