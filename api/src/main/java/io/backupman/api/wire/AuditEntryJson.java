package io.backupman.api.wire;

import io.backupman.core.audit.AuditEntry;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The record that somebody did something. */
public record AuditEntryJson(
    UUID id,
    Instant at,
    String actor,
    @Nullable String address,
    String action,
    @Nullable String subject,
    @Nullable Integer status) {

  /** The entry as it is now. */
  public static AuditEntryJson of(AuditEntry entry) {
    return new AuditEntryJson(
        entry.id(),
        entry.at(),
        entry.actor(),
        entry.address(),
        entry.action(),
        entry.subject(),
        entry.status());
  }
}
