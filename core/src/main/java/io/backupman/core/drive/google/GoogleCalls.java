package io.backupman.core.drive.google;

import com.google.api.client.http.HttpResponseException;
import io.backupman.core.drive.DriveException;
import io.backupman.core.drive.google.auth.SignInException;
import java.io.IOException;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** Sends requests to Google, those that fail in passing a few times. */
final class GoogleCalls {
  /** How often something is tried without any success in between. */
  static final int TRIES = 5;

  private final Backoff backoff;
  private final UnaryOperator<String> mask;

  /**
   * Sends requests.
   *
   * @param mask hides what is secret in what Google says
   */
  GoogleCalls(Backoff backoff, UnaryOperator<String> mask) {
    this.backoff = backoff;
    this.mask = mask;
  }

  /** Sends a request and reads the answer. */
  @FunctionalInterface
  interface Request<T> {
    T send() throws IOException, InterruptedException;
  }

  /**
   * Sends a request until it is answered, a few times at most.
   *
   * @param doing what is going on, to follow "while"
   * @throws DriveException with a sentence if it fails for good
   */
  <T> T patiently(String doing, Request<T> request) throws InterruptedException {
    for (int failures = 1; failures < TRIES; failures++) {
      try {
        return request.send();
      } catch (IOException | SignInException e) {
        pause(doing, e, failures);
      }
    }
    return once(doing, request);
  }

  /** Sends a request just once. */
  <T> T once(String doing, Request<T> request) throws InterruptedException {
    try {
      return request.send();
    } catch (IOException | SignInException e) {
      throw exception(doing, e);
    }
  }

  /**
   * Waits after a failure that may pass.
   *
   * @throws DriveException if it is no such failure
   */
  void pause(String doing, Exception failure, int failures) throws InterruptedException {
    var exception = exception(doing, failure);
    if (!exception.isPassing()) {
      throw exception;
    }
    backoff.pause(
        failures,
        failure instanceof HttpResponseException answer
            ? GoogleErrors.of(answer).pause()
            : Duration.ZERO);
  }

  /**
   * The sentence for a failure.
   *
   * @throws InterruptedException if it failed because the thread was interrupted
   */
  DriveException exception(String doing, Exception failure) throws InterruptedException {
    if (Thread.interrupted()) {
      throw interrupted(failure);
    }
    if (failure instanceof HttpResponseException answer) {
      return GoogleErrors.of(answer).exception(doing, mask);
    }
    if (failure instanceof SignInException signIn) {
      return signIn.isPassing()
          ? DriveException.passing(sentence(signIn), signIn)
          : new DriveException(sentence(signIn), signIn);
    }
    return DriveException.passing(
        "Google Drive could not be reached while %s: %s.".formatted(doing, sentence(failure)),
        failure);
  }

  private static String sentence(Exception failure) {
    var message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }

  private static InterruptedException interrupted(Exception cause) {
    var interrupted = new InterruptedException("Talking to Google Drive was interrupted");
    interrupted.initCause(cause);
    return interrupted;
  }
}
