package io.backupman.core.report;

import java.util.Locale;

/** Why a delivery was made. */
public enum DeliveryTrigger {
  /** The report was written. */
  AUTOMATIC,
  /** Somebody asked for it again. */
  RESEND,
  /** Somebody tries a notifier out. */
  TEST;

  /** The word in records and answers. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The trigger of a word.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static DeliveryTrigger of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
