package io.backupman.core.report;

import java.util.Locale;

/** How far a delivery has come. */
public enum DeliveryStatus {
  /** Waits for its next attempt, or is being sent. */
  PENDING,
  /** The destination has taken it. */
  DELIVERED,
  /** Given up. */
  FAILED,
  /** Not sent, on purpose: what it tells is no news any more. Nobody needs to do anything. */
  SKIPPED;

  /** The word in records. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The status of a word.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static DeliveryStatus of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
