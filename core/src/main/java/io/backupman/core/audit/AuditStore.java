package io.backupman.core.audit;

import io.backupman.core.request.Page;
import java.time.Instant;
import java.util.UUID;

/** The records of who did what. Safe for use by several threads and several processes. */
public interface AuditStore {

  /** Writes an entry. */
  void begin(AuditEntry entry);

  /** Writes the status of the answer into an entry that has none yet. */
  void end(UUID id, int status);

  /** A page of entries. */
  Page<AuditEntry> list(AuditQuery query);

  /**
   * Deletes some of the oldest entries.
   *
   * @param before only those that began before this time
   * @param limit how many at most
   * @return how many were deleted
   */
  int deleteOlder(Instant before, int limit);
}
