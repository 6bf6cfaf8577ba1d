package io.backupman.core.source;

import java.util.Locale;

/** In which form {@code pg_dump} writes. */
public enum PostgresFormat {
  /** A script, for {@code psql}. */
  PLAIN("sql"),
  /** An archive, for {@code pg_restore}, which can restore parts of it. */
  CUSTOM("dump");

  private final String fileType;

  PostgresFormat(String fileType) {
    this.fileType = fileType;
  }

  /** The ending of its files, without a dot. */
  public String fileType() {
    return fileType;
  }

  /** The word in the configuration and for the program. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
