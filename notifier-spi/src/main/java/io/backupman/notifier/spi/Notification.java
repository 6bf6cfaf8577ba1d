package io.backupman.notifier.spi;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One event on its way to one destination. Which of its parts are there depends on the event:
 *
 * <table>
 * <caption>What each event is about</caption>
 * <tr><th>{@link #event}<th>{@link #backup}<th>{@link #outage}, {@link #outages}<th>{@link #overdue}
 * <tr><td>{@link #BACKUP_REPORT}<td>ended: finished or failed<td>none<td>{@code null}
 * <tr><td>{@link #BACKUP_STARTED}<td>pending<td>none<td>{@code null}
 * <tr><td>{@link #BACKUP_OVERDUE}<td>{@code null}<td>none<td>the data source
 * <tr><td>{@link #NOTIFIER_FAILING}<td>{@code null}<td>one or more<td>{@code null}
 * <tr><td>{@link #NOTIFIER_RECOVERED}<td>{@code null}<td>one or more, recovered<td>{@code null}
 * <tr><td>{@link #TEST}<td>a made-up one, finished<td>none<td>{@code null}
 * <tr><td>one of a newer host<td>perhaps<td>perhaps<td>perhaps
 * </table>
 *
 * <p>A channel that shows what {@link io.backupman.notifier.spi.summary.Summary} says shows all of
 * them, those of a newer host too.
 *
 * @param reportId the identifier of the report, the same in every retry and resend
 * @param deliveryId the identifier of this delivery: the same in every retry, another in a resend
 * @param event what happened, such as {@code backup_report}
 * @param attempt which attempt this is, counted from 1 within the delivery
 * @param createdAt when the report was written
 * @param backup the backup that it is about; {@code null} if it is about none
 * @param outage the destination of another notifier that it is about, the first one if there are
 *     several; {@code null} if it is about none
 * @param overdue the data source without a backup that it is about; {@code null} if it is about
 *     none
 * @param superseded whether a newer report about the same data source, or about the same outage's
 *     destination, has been delivered to this destination already, by whichever server. A channel
 *     that sets a state, such as "up" or "resolved", {@linkplain NotificationException#skipped
 *     skips} such a report
 * @param outages all destinations that it is about, {@link #outage()} first: what fails together is
 *     told together; empty if it is about none
 */
public record Notification(
    UUID reportId,
    UUID deliveryId,
    String event,
    int attempt,
    Instant createdAt,
    @Nullable BackupReport backup,
    @Nullable Outage outage,
    @Nullable OverdueBackup overdue,
    boolean superseded,
    List<Outage> outages) {

  /** A backup has ended. */
  public static final String BACKUP_REPORT = "backup_report";

  /** A backup has started. Only sent to notifiers that {@linkplain Notifier#wants want} it. */
  public static final String BACKUP_STARTED = "backup_started";

  /** A data source that is backed up at its times has had no finished backup for long. */
  public static final String BACKUP_OVERDUE = "backup_overdue";

  /** Destinations of other notifiers, one or more, have not been reached for long. */
  public static final String NOTIFIER_FAILING = "notifier_failing";

  /** Destinations of other notifiers, one or more, are reached again. */
  public static final String NOTIFIER_RECOVERED = "notifier_recovered";

  /** Somebody tries whether this destination is reached. */
  public static final String TEST = "test";

  /** Refuses {@code null} and copies the list. */
  public Notification {
    Objects.requireNonNull(reportId, "reportId");
    Objects.requireNonNull(deliveryId, "deliveryId");
    Objects.requireNonNull(event, "event");
    Objects.requireNonNull(createdAt, "createdAt");
    outages = List.copyOf(outages);
  }

  /** Starts a notification with what every one has; its attempt is the first. */
  public static Builder builder(UUID reportId, UUID deliveryId, String event, Instant createdAt) {
    return new Builder(reportId, deliveryId, event, createdAt);
  }

  /**
   * What the other side may use to recognise a report that it has got before: the report's
   * identifier.
   */
  public String idempotencyKey() {
    return reportId.toString();
  }

  /** Builds a {@link Notification}. Not safe for use by several threads. */
  public static final class Builder {
    private final UUID reportId;
    private final UUID deliveryId;
    private final String event;
    private final Instant createdAt;
    private int attempt = 1;
    private @Nullable BackupReport backup;
    private List<Outage> outages = List.of();
    private @Nullable OverdueBackup overdue;
    private boolean superseded;

    private Builder(UUID reportId, UUID deliveryId, String event, Instant createdAt) {
      this.reportId = reportId;
      this.deliveryId = deliveryId;
      this.event = event;
      this.createdAt = createdAt;
    }

    /** Sets {@link Notification#attempt()}. */
    public Builder attempt(int value) {
      attempt = value;
      return this;
    }

    /** Sets {@link Notification#backup()}. */
    public Builder backup(@Nullable BackupReport value) {
      backup = value;
      return this;
    }

    /** Sets {@link Notification#outage()}, and that it is about no other. */
    public Builder outage(@Nullable Outage value) {
      return outages(value == null ? List.of() : List.of(value));
    }

    /** Sets {@link Notification#outages()}, and {@link Notification#outage()} to the first. */
    public Builder outages(List<Outage> value) {
      outages = List.copyOf(value);
      return this;
    }

    /** Sets {@link Notification#overdue()}. */
    public Builder overdue(@Nullable OverdueBackup value) {
      overdue = value;
      return this;
    }

    /** Sets {@link Notification#superseded()}, which is false otherwise. */
    public Builder superseded(boolean value) {
      superseded = value;
      return this;
    }

    /** Makes the record. */
    public Notification build() {
      return new Notification(
          reportId,
          deliveryId,
          event,
          attempt,
          createdAt,
          backup,
          outages.isEmpty() ? null : outages.get(0),
          overdue,
          superseded,
          outages);
    }
  }
}
