package io.backupman.core.store.engine;

import io.backupman.core.net.MariaDbSocketFactory;
import io.backupman.core.store.engine.DatabaseSettings.Host;

/** The JDBC URLs of a database on a server. They hold no secret. */
record ServerUrls(DatabaseSettings.Server settings) {
  // A process that stands still in the middle of a transaction holds its locks until then.
  private static final int LONGEST_SILENCE_SECONDS = 300;
  private static final int LONGEST_ANSWER_MILLIS = 60_000;
  private static final int LONGEST_CONNECT_MILLIS = 5_000;

  /**
   * Where there are other hosts, they are tried before this process looks dead to others for its
   * silence, which is so after 30 seconds. A cluster itself needs 15 to give a node up.
   */
  private static final int LONGEST_ANSWER_OF_ONE_MILLIS = 20_000;

  private static final int LONGEST_CONNECT_TO_ONE_MILLIS = 2_000;

  /** A table of millions of records may need many minutes for a new index. */
  private static final int LONGEST_MIGRATION_SECONDS = 28_800;

  /** For work in which an answer takes a minute at most. */
  String of(Host host, String database) {
    return url(
        host,
        database,
        LONGEST_SILENCE_SECONDS,
        areSeveral() ? LONGEST_ANSWER_OF_ONE_MILLIS : LONGEST_ANSWER_MILLIS);
  }

  /** For work in which one may take hours. */
  String forMigrations(Host host) {
    return url(host, settings.dbName(), LONGEST_MIGRATION_SECONDS, 0);
  }

  private boolean areSeveral() {
    return settings.hosts().size() > 1;
  }

  /**
   * The URL.
   *
   * @param longestSilenceSeconds after what time the server drops a session that asks for nothing
   * @param longestAnswerMillis after what time a server that does not answer is given up; 0 for
   *     never
   */
  private String url(
      Host host, String database, int longestSilenceSeconds, int longestAnswerMillis) {
    // DATETIME columns are written and read as UTC, whatever the time zones of JVM and server.
    return "jdbc:mariadb://address=(host=%s)(port=%s)/%s?%s&%s"
        .formatted(
            host.isSocket() ? "localhost" : host.name(),
            host.port(),
            database,
            tls() + socket(host),
            "connectionTimeZone=UTC&forceConnectionTimeZoneToSession=true&preserveInstants=true"
                + "&connectionCollation=utf8mb4_bin&connectTimeout="
                + (areSeveral() ? LONGEST_CONNECT_TO_ONE_MILLIS : LONGEST_CONNECT_MILLIS)
                + "&tcpKeepAlive=true&socketTimeout="
                + longestAnswerMillis
                + "&sessionVariables=innodb_lock_wait_timeout=10,wait_timeout="
                + longestSilenceSeconds
                + ",sql_mode='STRICT_TRANS_TABLES'");
  }

  private static String socket(Host host) {
    return host.isSocket()
        ? "&%s=%s&%s=%s"
            .formatted(
                MariaDbSocketFactory.OPTION,
                MariaDbSocketFactory.class.getName(),
                MariaDbSocketFactory.PATH,
                host.name())
        : "";
  }

  private String tls() {
    return switch (settings.tls()) {
      // MySQL asks for its public key where the line is not encrypted; MariaDB does not know this.
      case OFF -> "sslMode=disable&allowPublicKeyRetrieval=true";
      case VERIFY -> "sslMode=verify-full";
      case SKIP_VERIFY -> "sslMode=trust";
    };
  }
}
