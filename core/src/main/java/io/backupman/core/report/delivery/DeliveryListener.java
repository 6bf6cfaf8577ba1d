package io.backupman.core.report.delivery;

import io.backupman.core.report.Attempt;
import io.backupman.core.report.Delivery;
import io.backupman.core.report.DeliveryStatus;

/**
 * Is told what becomes of deliveries that this process carries out, once it is recorded. It must
 * come back at once and throw nothing. Safe for use by several threads.
 */
public interface DeliveryListener {

  /** Listens to nothing. */
  DeliveryListener NONE = new DeliveryListener() {};

  /** An attempt was made. */
  default void attempted(Delivery delivery, Attempt attempt) {}

  /**
   * A delivery has ended.
   *
   * @param delivery as it was before
   * @param status what it is now
   */
  default void ended(Delivery delivery, DeliveryStatus status) {}
}
