package io.backupman.core.audit;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which entries to list, newest first. What is {@code null} does not narrow the list.
 *
 * @param limit how many at most, 1 to 1000
 * @param after only entries older than this one
 * @param actor only those of this actor
 * @param action only those of this action
 * @param since only those that began at this time or later
 * @param until only those that began before this time
 */
public record AuditQuery(
    int limit,
    @Nullable UUID after,
    @Nullable String actor,
    @Nullable AuditAction action,
    @Nullable Instant since,
    @Nullable Instant until) {

  /** The newest ones. */
  public static AuditQuery newest(int limit) {
    return new AuditQuery(limit, null, null, null, null, null);
  }
}
