package io.backupman.server.command;

import io.backupman.core.audit.Actor;
import io.backupman.core.audit.Audit;
import io.backupman.core.audit.AuditAction;
import io.backupman.server.app.Application;
import org.jspecify.annotations.Nullable;

/** Records what commands do as done by the user of the operating system. */
final class Recorded {
  private final Audit audit;
  private final Actor actor = Actor.onCommandLine(System.getProperty("user.name", "?"));

  private Recorded(Audit audit) {
    this.audit = audit;
  }

  static Recorded in(Application application) {
    return new Recorded(application.ports().audit());
  }

  /** What a command does. */
  @FunctionalInterface
  interface Act<T> {
    T call() throws InterruptedException;
  }

  /** Does it, once it is recorded. */
  <T> T as(AuditAction action, @Nullable String subject, Act<T> act) throws InterruptedException {
    var entry = audit.begin(actor, action, subject);
    try {
      return act.call();
    } finally {
      audit.end(entry, null);
    }
  }
}
