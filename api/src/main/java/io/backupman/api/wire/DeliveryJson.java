package io.backupman.api.wire;

import io.backupman.core.report.Delivery;
import io.backupman.core.report.DeliveryStatus;
import io.backupman.core.report.DeliveryTrigger;
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
        word(delivery.status()),
        word(delivery.trigger()),
        delivery.attemptCount(),
        delivery.createdAt(),
        delivery.nextAttemptAt(),
        delivery.deliveredAt(),
        delivery.lastError());
  }

  /** An answer knows no skipped ones: they have failed, and the last error says why. */
  private static String word(DeliveryStatus status) {
    return (status == DeliveryStatus.SKIPPED ? DeliveryStatus.FAILED : status).word();
  }

  /** An answer knows no fallbacks: nobody asked for them, so they are automatic. */
  private static String word(DeliveryTrigger trigger) {
    return (trigger == DeliveryTrigger.FALLBACK ? DeliveryTrigger.AUTOMATIC : trigger).word();
  }
}
