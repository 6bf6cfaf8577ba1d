package io.backupman.core.report;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The immutable record that an event happened.
 *
 * @param id its identifier
 * @param event what happened, such as {@code backup_report}
 * @param backupId the backup that it is about; {@code null} if it is about none
 * @param label the data source's label; the notifier's name, if it is about a notifier
 * @param status the word for how the backup ended, or {@code pending} if it began; {@code failed}
 *     if it is overdue; {@code failed} or {@code finished} if a notifier fails or has recovered
 * @param payload what it tells of, as it was then, as JSON
 * @param createdAt when it was written
 */
public record Report(
    UUID id,
    String event,
    @Nullable UUID backupId,
    String label,
    String status,
    String payload,
    Instant createdAt) {}
