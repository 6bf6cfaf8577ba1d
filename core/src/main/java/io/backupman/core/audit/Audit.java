package io.backupman.core.audit;

import io.backupman.core.request.Page;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Records who does what: before it is done, so that nothing is done without a record, and how it
 * was answered when it has ended; the log has a line of it then. Safe for use by several threads.
 */
public final class Audit {
  private static final System.Logger LOG = System.getLogger(Audit.class.getName());

  private final AuditStore store;
  private final Clock clock;

  /**
   * Records into a store.
   *
   * @param clock gives times in whole milliseconds
   */
  public Audit(AuditStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /**
   * Records what is about to be done. If that fails it must not be done.
   *
   * @param subject what it is done to; {@code null} for all, or where there is no choice
   */
  public AuditEntry begin(Actor actor, AuditAction action, @Nullable String subject) {
    var entry = AuditEntry.of(clock.instant(), actor, action, subject);
    store.begin(entry);
    return entry;
  }

  /**
   * Records how it was answered. That this fails changes nothing any more: the log says so.
   *
   * @param status the HTTP status; {@code null} if there is none
   */
  public void end(AuditEntry entry, @Nullable Integer status) {
    LOG.log(Level.INFO, line(entry, status));
    if (status == null) {
      return;
    }
    try {
      store.end(entry.id(), status);
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "That status is not recorded; the database was away.", e);
    }
  }

  private static String line(AuditEntry entry, @Nullable Integer status) {
    var line = new StringJoiner(", ", "Audit: ", ".");
    line.add(entry.address() == null ? entry.actor() : entry.actor() + " at " + entry.address());
    line.add(entry.subject() == null ? entry.action() : entry.action() + " " + entry.subject());
    if (status != null) {
      line.add("status " + status);
    }
    return line.toString();
  }

  /** A page of what was recorded. */
  public Page<AuditEntry> list(AuditQuery query) {
    return store.list(query);
  }
}
