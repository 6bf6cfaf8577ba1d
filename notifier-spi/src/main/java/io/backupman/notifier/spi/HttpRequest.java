package io.backupman.notifier.spi;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A request to {@linkplain Http#send send}. {@code Host}, {@code Content-Length}, {@code
 * User-Agent} and what is about the connection are the host's to set. Immutable; {@link #toString}
 * shows neither path nor header.
 */
public final class HttpRequest {
  private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";

  private final String method;
  private final URI url;
  private final Map<String, String> headers;
  private final byte[] body;
  private final Duration timeout;
  private final @Nullable String receiver;

  private HttpRequest(Builder made) {
    this.method = made.method;
    this.url = made.url;
    this.headers = Collections.unmodifiableMap(new TreeMap<>(made.headers));
    this.body = made.body.clone();
    this.timeout = made.timeout;
    this.receiver = made.receiver;
  }

  /**
   * Starts a request.
   *
   * @param method such as {@code POST} or {@code PUT}: a token of HTTP (RFC 9110, section 5.6.2)
   * @param url http or https, without user info
   */
  public static Builder to(String method, URI url) {
    return new Builder(method, url);
  }

  /** Starts a POST. */
  public static Builder post(URI url) {
    return to("POST", url);
  }

  /**
   * Reads a URL that a request can go to, as a user writes it: http or https, without user info. A
   * name in another script is encoded (RFC 5891).
   *
   * @throws IllegalArgumentException with what is wrong, in words that {@link
   *     NotifierSettings#reject} takes; they do not repeat the URL, which may hold a password
   */
  public static URI parseUrl(String text) {
    return RequestUrl.parse(text);
  }

  /** The method. */
  public String method() {
    return method;
  }

  /** Where it goes. */
  public URI url() {
    return url;
  }

  /** The headers by their names, which are found in upper and lower case. */
  public Map<String, String> headers() {
    return headers;
  }

  /** The body; empty if there is none. */
  public byte[] body() {
    return body.clone();
  }

  /** The deadline over looking up, connecting, sending and reading. */
  public Duration timeout() {
    return timeout;
  }

  /** What the receiver is called in a sentence: scheme, host and port if nothing was given. */
  public String receiver() {
    return receiver == null ? origin() : receiver;
  }

  private String origin() {
    var authority = String.valueOf(url.getRawAuthority());
    return url.getScheme() + "://" + authority.substring(authority.lastIndexOf('@') + 1);
  }

  /** The method and who gets it. */
  @Override
  public String toString() {
    return method + " " + receiver();
  }

  /** Builds an {@link HttpRequest}. Not safe for use by several threads. */
  public static final class Builder {
    private final String method;
    private final URI url;
    private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private Duration timeout = Duration.ofSeconds(15);
    private byte[] body = {};
    private @Nullable String receiver;

    private Builder(String method, URI url) {
      this.method = Objects.requireNonNull(method, "method");
      this.url = Objects.requireNonNull(url, "url");
    }

    /**
     * The deadline over looking up, connecting, sending and reading, more than zero; 15 seconds if
     * not given.
     */
    public Builder timeout(Duration value) {
      timeout = Objects.requireNonNull(value, "timeout");
      return this;
    }

    /** Sets a header, in the place of one of the same name. */
    public Builder header(String name, String value) {
      headers.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
      return this;
    }

    /** Sends a text in UTF-8 under a {@code Content-Type}. */
    public Builder body(String contentType, String text) {
      return body(contentType, text.getBytes(UTF_8));
    }

    /** Sends bytes; a {@code Content-Type} is among the headers, if there is one. */
    public Builder body(byte[] bytes) {
      body = bytes.clone();
      return this;
    }

    /** Sends bytes under a {@code Content-Type}. */
    public Builder body(String contentType, byte[] bytes) {
      return body(bytes).header("Content-Type", contentType);
    }

    /** What to call the receiver in a sentence, without secrets, such as its URL. */
    public Builder receiver(String name) {
      receiver = Objects.requireNonNull(name, "receiver");
      return this;
    }

    /**
     * Makes the request.
     *
     * @throws IllegalArgumentException with a sentence if the method is no token of HTTP, if the
     *     URL is not of http or https or has user info in it, if the timeout is not positive, or if
     *     a header cannot be sent, because a line break or another control character is in it
     */
    public HttpRequest build() {
      require(method.matches(TOKEN), "This is no method of HTTP: " + visible(method));
      require(
          String.valueOf(url.getScheme()).matches("(?i)https?"),
          "A request goes to a URL that begins with http:// or https://.");
      require(
          !String.valueOf(url.getRawAuthority()).contains("@"),
          "The URL of a request has no user info: a header such as Authorization carries that.");
      require(timeout.isPositive(), "The timeout of a request is more than zero.");
      headers.forEach(Builder::check);
      return new HttpRequest(this);
    }

    private static void check(String name, String value) {
      require(
          name.matches(TOKEN) && value.matches("[\\t\\P{Cntrl}]*"),
          "A header cannot be sent: " + visible(name));
    }

    /** Without what would end the line of a log. */
    private static String visible(String text) {
      return text.replaceAll("\\p{Cntrl}+", " ");
    }

    private static void require(boolean met, String otherwise) {
      if (!met) {
        throw new IllegalArgumentException(otherwise);
      }
    }
  }
}
