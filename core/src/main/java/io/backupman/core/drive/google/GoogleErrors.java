package io.backupman.core.drive.google;

import com.google.api.client.googleapis.json.GoogleJsonError;
import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import com.google.api.client.http.HttpHeaders;
import com.google.api.client.http.HttpResponseException;
import io.backupman.core.drive.DriveException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * An answer of Google's that is no success.
 *
 * @param status the HTTP status
 * @param reason Google's word for it; empty if it gave none
 * @param message Google's own sentence; empty if it gave none
 * @param pause how long Google wants to be left alone
 */
record GoogleErrors(int status, String reason, String message, Duration pause) {
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
  private static final int LONGEST_MESSAGE = 300;
  private static final Set<String> TOO_FAST =
      Set.of("rateLimitExceeded", "userRateLimitExceeded", "backendError");
  private static final Set<String> NOT_ALLOWED =
      Set.of("insufficientPermissions", "ACCESS_TOKEN_SCOPE_INSUFFICIENT");
  private static final Set<String> SWITCHED_OFF = Set.of("accessNotConfigured", "SERVICE_DISABLED");

  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int TIMED_OUT = 408;
  private static final int GONE = 410;
  private static final int TOO_MANY = 429;
  private static final int SERVER_FAULT = 500;

  static GoogleErrors of(HttpResponseException answer) {
    var details =
        Optional.of(answer)
            .filter(GoogleJsonResponseException.class::isInstance)
            .map(json -> ((GoogleJsonResponseException) json).getDetails());
    return new GoogleErrors(
        answer.getStatusCode(),
        details.flatMap(GoogleErrors::reason).orElse(""),
        details.map(GoogleJsonError::getMessage).orElse(""),
        pause(answer.getHeaders()));
  }

  private static Optional<String> reason(GoogleJsonError error) {
    return Optional.ofNullable(error.getErrors()).stream()
        .flatMap(List::stream)
        .map(GoogleJsonError.ErrorInfo::getReason)
        .findFirst();
  }

  private static Duration pause(HttpHeaders headers) {
    var text = Optional.ofNullable(headers.getRetryAfter()).orElse("");
    if (!text.matches("\\d{1,9}")) {
      return Duration.ZERO;
    }
    var wait = Duration.ofSeconds(Long.parseLong(text));
    return wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
  }

  /** Whether what was asked for is not there. */
  boolean isMissing() {
    return status == NOT_FOUND || status == GONE;
  }

  /** Whether it may be over in a moment. */
  boolean mayPass() {
    return status >= SERVER_FAULT
        || status == TOO_MANY
        || status == TIMED_OUT
        || (status == FORBIDDEN && TOO_FAST.contains(reason));
  }

  /**
   * What a user can do about it.
   *
   * @param doing what was going on, to follow "while"
   * @param mask hides what is secret in Google's own words
   */
  DriveException exception(String doing, UnaryOperator<String> mask) {
    var sentence = sentence(doing, mask);
    // Not the answer itself: addresses stand in it that let others go on with an upload.
    var cause =
        new HttpResponseException.Builder(status, reason, new HttpHeaders())
            .setMessage("HTTP " + status)
            .build();
    return mayPass()
        ? DriveException.passing(sentence, cause)
        : new DriveException(sentence, cause);
  }

  private String sentence(String doing, UnaryOperator<String> mask) {
    if (reason.equals("storageQuotaExceeded")) {
      return "The Google account has no space left: make room in it, or get it more.";
    }
    if (status == UNAUTHORIZED) {
      return "Google does not take the sign-in any more: run backupman auth-google.";
    }
    if (NOT_ALLOWED.contains(reason)) {
      return "The sign-in to Google does not allow that: run backupman auth-google, and allow the access to files.";
    }
    if (SWITCHED_OFF.contains(reason)) {
      return "The Google Drive API is not switched on for the client secret's project: switch it on in the Google Cloud console.";
    }
    return "Google Drive answered %s while %s%s."
        .formatted(reason.isEmpty() ? status : status + " (" + reason + ")", doing, ownWords(mask));
  }

  private String ownWords(UnaryOperator<String> mask) {
    var line = mask.apply(message).replaceAll("\\s+", " ").strip().replaceFirst("\\.$", "");
    return line.isEmpty() ? "" : ": " + line.substring(0, Math.min(line.length(), LONGEST_MESSAGE));
  }
}
