package io.backupman.core.report;

import java.util.Locale;

/** Why a delivery was made. */
public enum DeliveryTrigger {
  /** The report was written; only for whoever has subscribed to it. */
  AUTOMATIC,
  /** Another notifier has given the report up; for all destinations of the one that stands in. */
  FALLBACK,
  /** Somebody asked for it again. */
  RESEND,
  /** Somebody tests a notifier. */
  TEST;

  /** Whether somebody asked for the delivery, who is to get it whatever has happened since. */
  public boolean isRequested() {
    return this == RESEND || this == TEST;
  }

  /** The word in records. */
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
