package io.backupman.core.report;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One report going to one destination of one notifier.
 *
 * @param id its identifier
 * @param reportId the report
 * @param notifier the notifier's name in the configuration
 * @param destination the destination's name, or {@link #EVERY_DESTINATION}
 * @param status how far it has come
 * @param trigger why it was made
 * @param attemptCount how many attempts there were
 * @param createdAt when it was made
 * @param nextAttemptAt when it is tried next, or was to be tried while it is being sent; {@code
 *     null} once it has ended
 * @param deliveredAt when it was delivered
 * @param lastError what went wrong last, in words; {@code null} if nothing did or once it was
 *     delivered
 */
public record Delivery(
    UUID id,
    UUID reportId,
    String notifier,
    String destination,
    DeliveryStatus status,
    DeliveryTrigger trigger,
    int attemptCount,
    Instant createdAt,
    @Nullable Instant nextAttemptAt,
    @Nullable Instant deliveredAt,
    @Nullable String lastError) {

  /**
   * Stands for all destinations of a notifier that could not be made, so that nobody knows their
   * names. Once the notifier is there, such a delivery is replaced by one for each of them.
   */
  public static final String EVERY_DESTINATION = "*";

  /** Whether the delivery is only for whoever has subscribed to its report. */
  boolean asksSubscriptions() {
    return trigger == DeliveryTrigger.AUTOMATIC;
  }

  /**
   * New deliveries of a report, one for each route, that are due at once. Their identifiers sort as
   * the routes do, also within the millisecond.
   */
  public static List<Delivery> due(
      UUID reportId, List<Route> routes, DeliveryTrigger trigger, Instant now) {
    var ids = routes.stream().map(r -> UuidCreator.getTimeOrderedEpoch(now)).sorted().iterator();
    return routes.stream()
        .map(r -> due(ids.next(), reportId, r.notifier(), r.destination(), trigger, now))
        .toList();
  }

  /** A new delivery that is due at once. */
  public static Delivery due(
      UUID id,
      UUID reportId,
      String notifier,
      String destination,
      DeliveryTrigger trigger,
      Instant now) {
    return new Delivery(
        id,
        reportId,
        notifier,
        destination,
        DeliveryStatus.PENDING,
        trigger,
        0,
        now,
        now,
        null,
        null);
  }
}
