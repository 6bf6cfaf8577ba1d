package io.backupman.notifier.http.testing;

import io.backupman.notifier.spi.NotificationException;
import io.backupman.notifier.spi.NotificationException.Outcome;
import io.backupman.notifier.spi.Receipt;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What one attempt came to, in the words of the history.
 *
 * @param outcome {@code delivered}, {@code retry}, {@code failed} or {@code uncertain}
 * @param statusCode what the other side answered, if it did
 * @param retryAfter how long the other side asked to wait
 * @param sentence what is kept of it
 */
public record Observed(
    String outcome, OptionalInt statusCode, Optional<Duration> retryAfter, String sentence) {

  /** One attempt to deliver. */
  @FunctionalInterface
  public interface Attempt {
    /** Makes it. */
    Receipt make() throws NotificationException, InterruptedException;
  }

  /** Makes an attempt and tells what came of it. */
  public static Observed of(Attempt attempt) throws InterruptedException {
    try {
      var receipt = attempt.make();
      return new Observed("delivered", receipt.statusCode(), Optional.empty(), receipt.detail());
    } catch (NotificationException failure) {
      return new Observed(
          word(failure.outcome()),
          failure.statusCode(),
          failure.retryAfter(),
          String.valueOf(failure.getMessage()));
    }
  }

  /** The outcome as the API shows it. */
  private static String word(Outcome outcome) {
    return switch (outcome) {
      case RETRYABLE -> "retry";
      case PERMANENT -> "failed";
      case UNCERTAIN -> "uncertain";
      case SKIPPED -> "skipped";
    };
  }

  /** The same with an ellipsis where the sentence varies from run to run; empty if nowhere. */
  public Observed without(String varying) {
    var steady = varying.isEmpty() ? sentence : sentence.replaceFirst(varying, "…");
    return new Observed(outcome, statusCode, retryAfter, steady);
  }
}
