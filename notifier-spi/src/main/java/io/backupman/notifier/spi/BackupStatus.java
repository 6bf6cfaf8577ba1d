package io.backupman.notifier.spi;

import java.util.Locale;

/** How far a backup, or its copy on one drive, has come. */
public enum BackupStatus {
  /** Not ended yet. */
  PENDING,
  /** The dump is proven whole, and every drive holds it. */
  FINISHED,
  /** Ended without that. */
  FAILED;

  /**
   * The word in payloads and in the configuration: {@code pending}, {@code finished}, {@code
   * failed}.
   */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The status of a word.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static BackupStatus of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
