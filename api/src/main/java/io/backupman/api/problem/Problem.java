package io.backupman.api.problem;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.backupman.api.wire.Json;
import io.helidon.http.Status;

/**
 * Problem details as in RFC 9457.
 *
 * @param type {@code about:blank}: the status says what kind of problem it is
 * @param title the status in words
 * @param status the status as a number
 * @param detail a sentence that says what is wrong and what to do
 * @param error the same sentence, where clients of the first version look for it
 */
public record Problem(
    @JsonProperty("type") String type,
    @JsonProperty("title") String title,
    @JsonProperty("status") int status,
    @JsonProperty("detail") String detail,
    @JsonProperty("Error") String error) {

  /** The content type of a problem. */
  public static final String CONTENT_TYPE = "application/problem+json";

  /** A problem with this sentence. */
  public static Problem of(Status status, String detail) {
    return new Problem("about:blank", status.reasonPhrase(), status.code(), detail, detail);
  }

  /** The problem as JSON. */
  public byte[] bytes() {
    return Json.bytes(this);
  }
}
