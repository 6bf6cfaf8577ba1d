package io.backupman.notifier.spi;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What came of restoring a dump into a scratch database. Made by {@link #verified} and {@link
 * #failed}; more components may come.
 *
 * @param status how it ended
 * @param tables how many tables were restored; {@code null} if it did not come to that
 * @param rows how many rows are in them; {@code null} if it did not come to that
 * @param detail what went wrong, or what of the dump was not tried though the rest was restored, in
 *     words; {@code null} if there is nothing to say
 */
public record Verification(
    Status status, @Nullable Long tables, @Nullable Long rows, @Nullable String detail) {

  /** How it ended. */
  public enum Status {
    /** The dump was restored, and the tables and their rows are those that were dumped. */
    VERIFIED,
    /** The dump could not be restored, or something is missing. */
    FAILED;

    /** The word in payloads: {@code verified}, {@code failed}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The status of a word.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Status of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }

  /** All is there. */
  public static Verification verified(long tables, long rows) {
    return new Verification(Status.VERIFIED, tables, rows, null);
  }

  /**
   * All that was tried is there.
   *
   * @param notTried what of the dump was not tried, in words; empty if nothing was left out
   */
  public static Verification verified(long tables, long rows, String notTried) {
    return new Verification(Status.VERIFIED, tables, rows, notTried.isEmpty() ? null : notTried);
  }

  /** A verification that failed for a reason. */
  public static Verification failed(String detail) {
    return new Verification(Status.FAILED, null, null, detail);
  }
}
