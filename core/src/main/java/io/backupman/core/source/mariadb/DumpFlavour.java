package io.backupman.core.source.mariadb;

import io.backupman.core.net.TlsMode;
import io.backupman.core.source.mariadb.sql.ServerVersion;
import io.backupman.core.source.program.TrustedAuthorities;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Whose dump program it is; they differ in their options. */
enum DumpFlavour {
  /** MariaDB's, under either name. */
  MARIADB,
  /** MySQL's up to 5.7. */
  MYSQL_5,
  /** MySQL's from 8.0. */
  MYSQL_8;

  private static final Pattern VERSION = Pattern.compile("(?:Distrib|Ver) (\\d+)\\.(\\d+)");

  /**
   * Reads what {@code --version} answers, such as {@code mysqldump Ver 8.0.36 for Linux on x86_64
   * (MySQL Community Server - GPL)}, {@code mysqldump Ver 10.13 Distrib 5.7.44, for Linux} or
   * {@code mariadb-dump from 11.4.5-MariaDB, client 10.19}. What says nothing of MySQL is taken for
   * MariaDB's.
   */
  static DumpFlavour of(String version) {
    var text = version.replaceAll("\\s+", " ");
    if (text.toLowerCase(Locale.ROOT).contains("mariadb")) {
      return MARIADB;
    }
    var matcher = VERSION.matcher(text);
    int major = 0;
    while (matcher.find()) {
      major = Integer.parseInt(matcher.group(1)); // the last one: 5.7 says its tool's version first
    }
    if (major == 0) {
      return MARIADB;
    }
    return major >= 8 ? MYSQL_8 : MYSQL_5;
  }

  /** Whether a program that answers so knows {@code --dump-history}. */
  static boolean keepsHistory(String version) {
    return ServerVersion.parse(version).isMariaDb(10, 11);
  }

  /** The options of its programs for the encryption of the connection. */
  List<String> tls(TlsMode mode) {
    return this == MARIADB ? mariaDbTls(mode) : mySqlTls(mode);
  }

  private static List<String> mariaDbTls(TlsMode mode) {
    return switch (mode) {
      case OFF -> List.of("--skip-ssl");
      case VERIFY -> List.of("--ssl", "--ssl-verify-server-cert");
      case SKIP_VERIFY -> List.of("--ssl", "--skip-ssl-verify-server-cert");
    };
  }

  private List<String> mySqlTls(TlsMode mode) {
    return switch (mode) {
      // Without encryption MySQL 8's usual sign-in needs the server's key for the password.
      case OFF ->
          this == MYSQL_8
              ? List.of("--ssl-mode=DISABLED", "--get-server-public-key")
              : List.of("--ssl-mode=DISABLED");
      case VERIFY ->
          Stream.concat(
                  Stream.of("--ssl-mode=VERIFY_IDENTITY"),
                  TrustedAuthorities.file().map(file -> "--ssl-ca=" + file).stream())
              .toList();
      case SKIP_VERIFY -> List.of("--ssl-mode=REQUIRED");
    };
  }
}
