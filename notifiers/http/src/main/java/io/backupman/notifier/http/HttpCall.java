package io.backupman.notifier.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.backupman.notifier.spi.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A request to make, and what of it may not be shown. Immutable. */
public final class HttpCall {
  private final URI url;
  private final byte[] body;
  private final Map<String, String> headers;
  private final Duration timeout;
  private final Mask mask;

  private HttpCall(Builder made) {
    this.url = made.url;
    this.body = made.body.clone();
    this.headers = Map.copyOf(made.headers);
    this.timeout = made.timeout;
    this.mask = Mask.of(url, headers, made.secrets, made.secretPath);
  }

  /** Starts a POST. */
  public static Builder post(URI url) {
    return new Builder(url);
  }

  URI url() {
    return url;
  }

  byte[] body() {
    return body.clone();
  }

  Map<String, String> headers() {
    return headers;
  }

  Duration timeout() {
    return timeout;
  }

  Mask mask() {
    return mask;
  }

  /** The URL for a sentence: without its query and its secrets. */
  public String where() {
    return mask.where(url);
  }

  /** Builds an {@link HttpCall}. Not safe for use by several threads. */
  public static final class Builder {
    private final URI url;
    private final List<Secret> secrets = new ArrayList<>();
    private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private Duration timeout = HttpSettings.DEFAULT_TIMEOUT;
    private byte[] body = {};
    private boolean secretPath;

    private Builder(URI url) {
      this.url = url;
    }

    /** The deadline over looking up, connecting, sending and reading; 15 seconds if not given. */
    public Builder timeout(Duration value) {
      timeout = value;
      return this;
    }

    /**
     * Sets a header. One whose name speaks of a secret, such as {@code Authorization}, is masked.
     */
    public Builder header(String name, String value) {
      headers.put(name, value);
      return this;
    }

    /** Masks a secret in every sentence, wherever it stands in the URL or an answer. */
    public Builder secret(Secret value) {
      secrets.add(value);
      return this;
    }

    /** Shows nothing of the URL but its host, because its path is or holds a key. */
    public Builder secretPath() {
      secretPath = true;
      return this;
    }

    /** Sends JSON. */
    public Builder json(JsonObject value) {
      return body("application/json", value.toString());
    }

    /** Sends a text in UTF-8 under a {@code Content-Type}. */
    public Builder body(String contentType, String text) {
      return body(contentType, text.getBytes(UTF_8));
    }

    /** Sends bytes under a {@code Content-Type}. */
    public Builder body(String contentType, byte[] bytes) {
      body = bytes.clone();
      return header("Content-Type", contentType);
    }

    /** Makes the call. */
    public HttpCall build() {
      return new HttpCall(this);
    }
  }
}
