package io.backupman.api.problem;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import java.util.ArrayList;
import java.util.List;

/**
 * A request that cannot be carried out as HTTP sees it; the message is a sentence for the client.
 */
public final class HttpProblem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Status status;
  private final transient List<Header> headers;

  private HttpProblem(Status status, String message, Header... headers) {
    this(status, message, List.of(headers));
  }

  private HttpProblem(Status status, String message, List<Header> headers) {
    super(message);
    this.status = status;
    this.headers = headers;
  }

  /** 400: the request says something that is not allowed. */
  public static HttpProblem invalid(String message) {
    return new HttpProblem(Status.BAD_REQUEST_400, message);
  }

  /** 401: who asks is not known. */
  public static HttpProblem unauthorized(String message) {
    return new HttpProblem(
        Status.UNAUTHORIZED_401,
        message,
        HeaderValues.create(HeaderNames.WWW_AUTHENTICATE, "Bearer realm=\"Backupman\""));
  }

  /** 403: who asks is known, but may not. */
  public static HttpProblem forbidden(String message) {
    return new HttpProblem(Status.FORBIDDEN_403, message);
  }

  /** 404: what is asked for does not exist. */
  public static HttpProblem notFound(String message) {
    return new HttpProblem(Status.NOT_FOUND_404, message);
  }

  /**
   * 405: there is something, but the method does not fit it.
   *
   * @param allow the methods that do, separated by commas
   */
  public static HttpProblem methodNotAllowed(String method, String allow) {
    return new HttpProblem(
        Status.METHOD_NOT_ALLOWED_405,
        method + " is not possible here; use " + allow + ".",
        HeaderValues.create(HeaderNames.ALLOW, allow));
  }

  /** 412: the file is not the version that the client wants. */
  public static HttpProblem preconditionFailed(String message) {
    return new HttpProblem(Status.PRECONDITION_FAILED_412, message);
  }

  /**
   * 416: the file does not reach so far.
   *
   * @param size its size in bytes
   */
  public static HttpProblem rangeNotSatisfiable(long size) {
    return new HttpProblem(
        Status.REQUESTED_RANGE_NOT_SATISFIABLE_416,
        "The file has " + size + " bytes; the range lies outside of it.",
        HeaderValues.create(HeaderNames.CONTENT_RANGE, "bytes */" + size));
  }

  /** 415: the body is not JSON by its own account. */
  public static HttpProblem unsupportedMediaType(String message) {
    return new HttpProblem(Status.UNSUPPORTED_MEDIA_TYPE_415, message);
  }

  /**
   * 503: the request cannot be carried out now.
   *
   * @param seconds when to ask again
   */
  public static HttpProblem unavailable(String message, int seconds) {
    return new HttpProblem(
        Status.SERVICE_UNAVAILABLE_503,
        message,
        HeaderValues.create(HeaderNames.RETRY_AFTER, seconds));
  }

  /** 503: too many other requests are being answered. */
  public static HttpProblem busy() {
    return unavailable(HttpErrors.of(Status.SERVICE_UNAVAILABLE_503), 1);
  }

  /**
   * The request cannot be read to its end, so that nobody knows where a next request would begin:
   * the connection ends with the answer.
   *
   * @param status 400 or 505
   */
  public static HttpProblem unreadable(Status status) {
    return new HttpProblem(status, HttpErrors.of(status), HeaderValues.CONNECTION_CLOSE);
  }

  /** This problem with a further header. */
  public HttpProblem with(Header header) {
    var all = new ArrayList<>(headers);
    all.add(header);
    return new HttpProblem(status, String.valueOf(getMessage()), List.copyOf(all));
  }

  /** The status to answer. */
  public Status status() {
    return status;
  }

  /** The headers that belong to the status. */
  public List<Header> headers() {
    return headers;
  }
}
