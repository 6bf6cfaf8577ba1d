package io.backupman.core.store.engine;

import java.util.regex.Pattern;

/**
 * How the tables are called. All have one name but {@code backups}: heryTz/backupman has a table of
 * that name, and where it lies in the same database, it stays as it is and ours has another.
 * Statements and scripts are written with the usual names.
 */
public enum TableNames {
  /** As they are written. */
  USUAL("backups"),

  /** Beside the tables of heryTz/backupman. */
  BESIDE_LEGACY("backupman_backups");

  private static final Pattern BACKUPS = Pattern.compile("\\bbackups\\b");

  private final String backups;

  TableNames(String backups) {
    this.backups = backups;
  }

  /** What the table of backups is called. */
  public String backups() {
    return backups;
  }

  /** The same statement or script with the names that the tables have. */
  public String in(String statement) {
    return this == USUAL ? statement : BACKUPS.matcher(statement).replaceAll(backups);
  }
}
