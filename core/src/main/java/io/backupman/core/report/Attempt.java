package io.backupman.core.report;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One try at a delivery.
 *
 * @param number counted from 1 within the delivery
 * @param startedAt when it began
 * @param duration how long it took
 * @param outcome how it ended
 * @param statusCode the code that the other side answered, if any
 * @param detail what the other side said or what went wrong, in words, secrets masked; at most
 *     2,000 characters
 * @param node the name of the machine that made it
 */
public record Attempt(
    int number,
    Instant startedAt,
    Duration duration,
    Outcome outcome,
    @Nullable Integer statusCode,
    String detail,
    String node) {

  /** When it was over. */
  public Instant endedAt() {
    return startedAt.plus(duration);
  }

  /** How an attempt ended. */
  public enum Outcome {
    /** The destination has taken it. */
    DELIVERED,
    /** Not delivered, to be tried again. */
    RETRY,
    /** Not delivered, never to be tried again. */
    FAILED,
    /** Perhaps delivered: the answer was lost. To be tried again. */
    UNCERTAIN;

    /** The word in records and answers. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The outcome of a word.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Outcome of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }
}
