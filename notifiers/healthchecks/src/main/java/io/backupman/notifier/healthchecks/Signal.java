package io.backupman.notifier.healthchecks;

import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.Notification;

/** What a ping says. */
enum Signal {
  /** A run has started. */
  START("/start"),
  /** A run ended well. */
  SUCCESS(""),
  /** A run failed, or none has ended well for too long. */
  FAIL("/fail"),
  /** Something to read that leaves the check's state alone. */
  LOG("/log");

  private final String path;

  Signal(String path) {
    this.path = path;
  }

  /** What comes after the check's own path. */
  String path() {
    return path;
  }

  /** The signal of an event: those that do not say how a data source fares only leave a note. */
  static Signal of(Notification notification) {
    var backup = notification.backup();
    if (notification.overdue() != null) {
      return FAIL;
    }
    if (backup == null) {
      return LOG;
    }
    return switch (notification.event()) {
      case Notification.BACKUP_STARTED -> START;
      case Notification.BACKUP_REPORT -> ofEnd(backup.status());
      default -> LOG;
    };
  }

  private static Signal ofEnd(BackupStatus status) {
    return switch (status) {
      case FINISHED -> SUCCESS;
      case FAILED -> FAIL;
      default -> LOG;
    };
  }
}
