package io.backupman.notifier.http;

import io.backupman.notifier.spi.HttpResponse;
import io.backupman.notifier.spi.NotificationException;
import io.backupman.notifier.spi.Receipt;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * What a receiver answered, and what it means for the delivery. The sentences that come out of it
 * hold none of the call's secrets. Immutable.
 */
public final class HttpAnswer {
  private final HttpCall call;
  private final HttpResponse response;
  private final int status;
  private final Clock clock;

  HttpAnswer(HttpCall call, HttpResponse response, Clock clock) {
    this.call = call;
    this.response = response;
    this.status = response.status();
    this.clock = clock;
  }

  /** The status code. */
  public int status() {
    return status;
  }

  /** The first value of a header. */
  public Optional<String> header(String name) {
    return response.header(name);
  }

  /** The body as it came, its first 64 KiB: to be looked into, not to be shown. */
  public String body() {
    return response.text();
  }

  /** Whether more of the body was to come: it was longer, took too long, or broke off. */
  public boolean isCut() {
    return !response.isWhole();
  }

  /** The body for a sentence or the history: one line, masked, at most 1,024 characters. */
  public String text() {
    return call.mask().shown(body());
  }

  /** The body as a JSON object, if it is one. */
  public Optional<JsonObject> json() {
    return JsonObject.parse(body());
  }

  /** How long {@code Retry-After} asks to wait: up to 24 hours, never zero. */
  public Optional<Duration> retryAfter() {
    return header("Retry-After")
        .flatMap(value -> RetryAfter.parse(value, clock.instant()))
        .filter(Duration::isPositive);
  }

  /**
   * The usual reading: 2xx took it, 410 never will, anything else is to be tried again, not before
   * {@code Retry-After}. A redirect is not followed.
   *
   * @throws NotificationException unless the status is 2xx
   */
  public Receipt receipt() throws NotificationException {
    return new Verdict(call, this).receipt();
  }

  /** Refused, and trying again would not help; says what the receiver said. */
  public NotificationException permanent() {
    return permanent(text());
  }

  /** Refused, and trying again would not help, for this reason, such as "the chat is gone." */
  public NotificationException permanent(String reason) {
    return NotificationException.permanent(sentence(reason)).withStatusCode(status);
  }

  /** Not taken now, to be tried again; not before {@code Retry-After}, if there is one. */
  public NotificationException retryable() {
    return retryable(text());
  }

  /** Not taken now, for this reason; to be tried again, not before {@code Retry-After}. */
  public NotificationException retryable(String reason) {
    return again(sentence(reason), retryAfter());
  }

  /** Not taken now, for this reason; to be tried again, not before this time has passed. */
  public NotificationException retryable(String reason, Duration wait) {
    return again(sentence(reason), Optional.of(wait).filter(Duration::isPositive));
  }

  /** Refused for this reason: for good if the status is 410, else to be tried again. */
  public NotificationException refused(String reason) {
    return status == Verdict.GONE ? permanent(reason) : retryable(reason);
  }

  /**
   * Perhaps taken, but the provider's own confirmation is missing, as in a proxy's login page with
   * status 200; to be tried again.
   */
  public NotificationException unconfirmed() {
    return uncertain("This does not say whether the message was taken.");
  }

  /** Perhaps taken, but the answer does not say so; to be tried again. */
  public NotificationException uncertain(String reason) {
    return NotificationException.uncertain(sentence(reason)).withStatusCode(status);
  }

  NotificationException again(String sentence, Optional<Duration> wait) {
    return wait.map(time -> NotificationException.retryable(sentence, time))
        .orElseGet(() -> NotificationException.retryable(sentence))
        .withStatusCode(status);
  }

  /** Who answered what, without the full stop. */
  String start() {
    return call.where()
        + response.proxy().map(proxy -> ", or the proxy " + proxy + ",").orElse("")
        + " answered "
        + HttpResponse.inWords(status);
  }

  private String sentence(String reason) {
    var shown = call.mask().shown(reason);
    return shown.isEmpty() ? start() + "." : start() + ": " + shown;
  }
}
