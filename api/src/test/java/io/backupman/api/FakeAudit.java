package io.backupman.api;

import io.backupman.core.audit.AuditEntry;
import io.backupman.core.audit.AuditQuery;
import io.backupman.core.audit.AuditStore;
import io.backupman.core.request.Page;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Records of who did what in memory; remembers what it was asked. */
final class FakeAudit implements AuditStore {
  final List<AuditEntry> entries = new CopyOnWriteArrayList<>();
  volatile @Nullable RuntimeException beginProblem;
  volatile @Nullable RuntimeException endProblem;
  volatile @Nullable AuditQuery lastQuery;
  volatile @Nullable UUID next;

  @Override
  public void begin(AuditEntry entry) {
    var problem = beginProblem;
    if (problem != null) {
      throw problem;
    }
    entries.add(entry);
  }

  @Override
  public void end(UUID id, int status) {
    var problem = endProblem;
    if (problem != null) {
      throw problem;
    }
    entries.replaceAll(entry -> entry.id().equals(id) ? ended(entry, status) : entry);
  }

  private static AuditEntry ended(AuditEntry e, int status) {
    return new AuditEntry(e.id(), e.at(), e.actor(), e.address(), e.action(), e.subject(), status);
  }

  @Override
  public Page<AuditEntry> list(AuditQuery query) {
    lastQuery = query;
    return new Page<>(entries, next);
  }

  @Override
  public int deleteOlder(Instant before, int limit) {
    throw new UnsupportedOperationException();
  }
}
