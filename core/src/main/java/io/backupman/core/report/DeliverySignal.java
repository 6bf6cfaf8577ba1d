package io.backupman.core.report;

/**
 * Tells whoever delivers that there are new deliveries, or that some are due sooner than before. It
 * is given once they are committed, and may be lost: deliveries are looked for now and then anyway.
 */
@FunctionalInterface
public interface DeliverySignal {

  /** Gives the signal, without waiting for anything. Safe for use by several threads. */
  void give();
}
