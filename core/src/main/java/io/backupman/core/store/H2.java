package io.backupman.core.store;

/** What every H2 database of ours is opened with. */
final class H2 {
  static final String USER = "sa";
  static final int POOL_SIZE = 10;

  // TIME ZONE: DATETIME columns are read as UTC, whatever the JVM's time zone.
  static final String OPTIONS =
      ";MODE=MariaDB;DATABASE_TO_LOWER=TRUE;CASE_INSENSITIVE_IDENTIFIERS=TRUE;TIME ZONE=UTC"
          + ";LOCK_TIMEOUT=10000";

  private H2() {}

  /**
   * Keeps a process that serves its file to others from listening on every address. H2 reads this
   * once, when its first database is opened, and offers no other way to say so.
   */
  static void listenOnLoopbackOnly() {
    System.setProperty("h2.bindAddress", "127.0.0.1");
  }
}
