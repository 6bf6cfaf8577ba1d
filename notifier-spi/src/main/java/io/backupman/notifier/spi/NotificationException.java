package io.backupman.notifier.spi;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Tells that an attempt did not deliver, and what the host does next. The message is a sentence for
 * the user, such as "The server answered 503 Service Unavailable."; the host masks secrets in it
 * and keeps it in the history.
 *
 * <p>Give up late: the host tries again for days (eight, unless configured otherwise), and what is
 * wrong may be put right meanwhile. Backupman's own channels over HTTP judge an answer so, and
 * {@code HttpNotifierContract} of the test kit expects it:
 *
 * <table>
 * <caption>What the status of an answer means</caption>
 * <tr><th>Status<th>Outcome
 * <tr><td>2xx<td>delivered: {@link Notifier#send} returns a {@link Receipt}
 * <tr><td>410<td>{@link #permanent}: the receiver says that it is gone for good
 * <tr><td>any other 4xx, such as 400, 401 or 404<td>{@link #retryable(String)}: a receiver that is
 *     being redeployed answers 404, one whose token is being changed 401
 * <tr><td>429 or 503 with {@code Retry-After}<td>{@link #retryable(String, Duration)}
 * <tr><td>3xx<td>{@link #retryable(String)}; a redirect is not followed
 * <tr><td>5xx<td>{@link #retryable(String)}
 * <tr><td>none, as the connection could not be made<td>{@link #retryable(String)}
 * <tr><td>none, though the request was sent<td>{@link #uncertain}
 * </table>
 *
 * <p>Each failure that has a status carries it: {@link #withStatusCode}. By 429 (RFC 6585, section
 * 4) the host sees that the destination takes no more for now, and holds back whatever else is to
 * go there; such an attempt uses up none of the retries.
 */
public final class NotificationException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What the host does next; each is named like the method that makes it. */
  public enum Outcome {
    /** The report was not delivered and is tried again. */
    RETRYABLE,
    /** The report was not delivered and never will be: no further attempt. */
    PERMANENT,
    /** The report may have been delivered, but the answer was lost: it is tried again. */
    UNCERTAIN,
    /**
     * The report was not sent, on purpose: no further attempt, and nothing is wrong with the
     * channel.
     */
    SKIPPED
  }

  private final Outcome outcome;
  private final @Nullable Duration retryAfter;
  private final int statusCode;

  private NotificationException(
      Outcome outcome,
      String message,
      @Nullable Duration retryAfter,
      int statusCode,
      @Nullable Throwable cause) {
    super(message, cause);
    this.outcome = outcome;
    this.retryAfter = retryAfter;
    this.statusCode = statusCode;
  }

  /** Not delivered; to be tried again when the host's schedule says so. */
  public static NotificationException retryable(String message) {
    return new NotificationException(Outcome.RETRYABLE, message, null, 0, null);
  }

  /**
   * Not delivered; the other side asked not to be tried again before this time has passed.
   *
   * @param retryAfter how long to wait at least; the host waits no longer than 24 hours
   */
  public static NotificationException retryable(String message, Duration retryAfter) {
    return new NotificationException(Outcome.RETRYABLE, message, retryAfter, 0, null);
  }

  /**
   * Not delivered, and no further attempt will be: the receiver is gone for good, or says that it
   * will never take this. The report has failed with this destination, and its fallback gets it.
   */
  public static NotificationException permanent(String message) {
    return new NotificationException(Outcome.PERMANENT, message, null, 0, null);
  }

  /** The connection was lost after the message was handed over: nobody knows. */
  public static NotificationException uncertain(String message) {
    return new NotificationException(Outcome.UNCERTAIN, message, null, 0, null);
  }

  /**
   * Not sent, because it would be wrong or pointless by now, such as an old failure where a newer
   * success has been told. The history shows the sentence; no fallback gets the report, and the
   * destination counts neither as reached nor as failing.
   */
  public static NotificationException skipped(String message) {
    return new NotificationException(Outcome.SKIPPED, message, null, 0, null);
  }

  /**
   * The same with the code that the other side answered.
   *
   * @param code the protocol's code, such as 503 for HTTP or 451 for SMTP; greater than 0
   */
  public NotificationException withStatusCode(int code) {
    return new NotificationException(outcome, messageText(), retryAfter, code, getCause());
  }

  /** The same with the exception that led to it, for the log. */
  public NotificationException causedBy(Throwable cause) {
    return new NotificationException(outcome, messageText(), retryAfter, statusCode, cause);
  }

  private String messageText() {
    var message = getMessage();
    return message == null ? "" : message;
  }

  /** What the host does next. */
  public Outcome outcome() {
    return outcome;
  }

  /** How long the other side asked to wait. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  /** The code that the other side answered. */
  public OptionalInt statusCode() {
    return statusCode > 0 ? OptionalInt.of(statusCode) : OptionalInt.empty();
  }
}
