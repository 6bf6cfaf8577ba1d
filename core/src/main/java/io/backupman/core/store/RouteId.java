package io.backupman.core.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.backupman.core.report.Delivery;
import java.util.UUID;

/**
 * The identifier of a delivery that a report has once for each route at most. It says which, so
 * that two processes that are about to make the same one make one with the same key: of these a
 * database takes one, also where it is a cluster, whose nodes know nothing of each other's locks.
 */
final class RouteId {
  private static final long SECOND = 1_000;
  private static final int RANDOM_BITS = 0x0fff;
  private static final long VERSION = 0x7000;

  private RouteId() {}

  /** Sorts after the deliveries that were made together with the report. */
  static UUID of(Delivery delivery) {
    var report = delivery.reportId();
    var name = String.join("\n", report.toString(), delivery.notifier(), delivery.destination());
    var hash = UUID.nameUUIDFromBytes(name.getBytes(UTF_8));
    var milli = (report.getMostSignificantBits() >>> 16) + SECOND;
    return new UUID(
        milli << 16 | VERSION | (hash.getMostSignificantBits() & RANDOM_BITS),
        hash.getLeastSignificantBits());
  }
}
