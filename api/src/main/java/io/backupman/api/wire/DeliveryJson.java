package io.backupman.api.wire;

import io.backupman.core.report.Delivery;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A delivery without its attempts. */
public record DeliveryJson(
    UUID id,
    UUID reportId,
    String notifier,
    String destination,
    String status,
    String trigger,
    int attemptCount,
    Instant createdAt,
    @Nullable Instant nextAttemptAt,
    @Nullable Instant deliveredAt,
    @Nullable String lastError) {

  /** The delivery as it is now. */
  public static DeliveryJson of(Delivery delivery) {
    return new DeliveryJson(
        delivery.id(),
        delivery.reportId(),
        delivery.notifier(),
        delivery.destination(),
        delivery.status().word(),
        delivery.trigger().word(),
        delivery.attemptCount(),
        delivery.createdAt(),
        delivery.nextAttemptAt(),
        delivery.deliveredAt(),
        delivery.lastError());
  }
}
