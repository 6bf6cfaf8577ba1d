package io.backupman.core.audit;

import java.util.Locale;

/**
 * What somebody does that is recorded: what changes something, sends something or hands data out.
 */
public enum AuditAction {
  /** Starts backups; the subject is their labels, none for all. */
  START_BACKUP,
  /** Stops a backup that runs. */
  CANCEL_BACKUP,
  /** Runs a failed backup again. */
  RETRY_BACKUP,
  /** Removes a backup with its copies. */
  DELETE_BACKUP,
  /** Gets a copy, or a part of it; the subject is the id of the copy. */
  DOWNLOAD_BACKUP,
  /** Makes a link by which a copy is downloaded without a key. */
  MAKE_DOWNLOAD_URL,
  /** Sends a report again. */
  RESEND_REPORT,
  /** Sends many reports again; the subject is the selection. */
  RESEND_REPORTS,
  /** Sends a test through a notifier. */
  TEST_NOTIFIER,
  /** Has the notifiers' configuration and the plugins read anew. */
  RELOAD_NOTIFIERS;

  /** The word in records. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
