package io.backupman.core.source;

import java.util.Locale;

/** How a dump is compressed. */
public enum Compression {
  /** RFC 1952. */
  GZIP(".gz"),
  /** RFC 8878. */
  ZSTD(".zst"),
  /** Not at all. */
  NONE("");

  private final String suffix;

  Compression(String suffix) {
    this.suffix = suffix;
  }

  /** What is added to the file's name. */
  public String suffix() {
    return suffix;
  }

  /** The word in the configuration. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
