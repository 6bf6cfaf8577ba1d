package io.backupman.core.report;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The immutable record that an event happened.
 *
 * @param id its identifier
 * @param event what happened, such as {@code backup_report}
 * @param backupId the backup that it is about
 * @param label the data source's label
 * @param status the word for how the backup ended
 * @param payload the backup as it was then, as JSON
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
