package io.backupman.core.store.engine;

/** A database of H2, which asks for no password. */
interface H2Location extends DatabaseLocation {
  /** Who signs in. */
  String USER = "sa";

  /**
   * The end of the URL of every database. The time zone has DATETIME columns read as UTC, whatever
   * the JVM's is.
   */
  String OPTIONS =
      ";MODE=MariaDB;DATABASE_TO_LOWER=TRUE;CASE_INSENSITIVE_IDENTIFIERS=TRUE;TIME ZONE=UTC"
          + ";LOCK_TIMEOUT=10000";

  @Override
  default String user() {
    return USER;
  }

  @Override
  default String password() {
    return "";
  }

  @Override
  default int poolSize() {
    return 10;
  }

  /**
   * Keeps a process that serves its file to others from listening on every address. H2 reads this
   * once, when its first database is opened, and offers no other way to say so.
   */
  static void listenOnLoopbackOnly() {
    System.setProperty("h2.bindAddress", "127.0.0.1");
  }
}
