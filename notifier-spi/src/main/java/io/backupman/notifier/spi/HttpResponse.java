package io.backupman.notifier.spi;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a receiver answered, as far as it came and is of use. Immutable; {@link #toString} shows the
 * status alone.
 */
public final class HttpResponse {
  private final int status;
  private final Map<String, String> headers;
  private final byte[] body;
  private final boolean whole;
  private final String proxy;

  private HttpResponse(
      int status, Map<String, String> headers, byte[] body, boolean whole, String proxy) {
    this.status = status;
    this.headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    this.headers.putAll(headers);
    this.body = body.clone();
    this.whole = whole;
    this.proxy = proxy;
  }

  /**
   * An answer.
   *
   * @param status the status code
   * @param headers the first value of each
   * @param body the first 64 KiB of the body
   * @param whole whether that is all of it
   */
  public static HttpResponse of(
      int status, Map<String, String> headers, byte[] body, boolean whole) {
    return new HttpResponse(status, headers, body, whole, "");
  }

  /** The same from a proxy that could have answered in the receiver's place. */
  public HttpResponse through(String proxyAddress) {
    return new HttpResponse(status, headers, body, whole, proxyAddress);
  }

  /** The status code. */
  public int status() {
    return status;
  }

  /** A status for a sentence, such as {@code 503 Service Unavailable}. */
  public static String inWords(int status) {
    return StatusNames.of(status);
  }

  /** Whether the status says that the request was taken (2xx). */
  public boolean isSuccess() {
    return status / 100 == 2;
  }

  /** The first value of a header, whose name is found in upper and lower case. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /** The body, its first 64 KiB, as far as it came. */
  public byte[] body() {
    return body.clone();
  }

  /** The same as a text in UTF-8. It comes from outside: show it in one line and cut. */
  public String text() {
    return new String(body, UTF_8);
  }

  /** Whether {@link #body} is all of the body: it was not longer, and came to its end in time. */
  public boolean isWhole() {
    return whole;
  }

  /**
   * The proxy that the answer came through, if that could have answered in the receiver's place, as
   * host and port. It cannot under https.
   */
  public Optional<String> proxy() {
    return Optional.of(proxy).filter(address -> !address.isEmpty());
  }

  /** The status. */
  @Override
  public String toString() {
    return "HttpResponse[" + status + "]";
  }
}
