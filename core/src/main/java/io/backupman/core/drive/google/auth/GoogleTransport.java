package io.backupman.core.drive.google.auth;

import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.LowLevelHttpRequest;
import com.google.api.client.http.LowLevelHttpResponse;
import io.backupman.net.HttpStream;
import io.backupman.net.Network;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests of Google's library through the network that all drives and channels share, each
 * on a connection of its own. Safe for use by several threads.
 */
public final class GoogleTransport extends HttpTransport {
  private static final Duration CONNECTING = Duration.ofSeconds(10);

  private final Network network;
  private final Duration standstill;

  /**
   * Nothing is connected to yet.
   *
   * @param network how connections are made
   * @param standstill how long nothing may come
   */
  public GoogleTransport(Network network, Duration standstill) {
    this.network = network;
    this.standstill = standstill;
  }

  /** Gives a request the limits of this transport in the place of the library's own. */
  void limit(HttpRequest request) {
    request.setConnectTimeout((int) CONNECTING.toMillis());
    request.setReadTimeout((int) Math.min(standstill.toMillis(), Integer.MAX_VALUE));
  }

  @Override
  public boolean supportsMethod(String method) {
    return true;
  }

  @Override
  protected LowLevelHttpRequest buildRequest(String method, String url) {
    return new Request(method, new HttpStream(network, URI.create(url)));
  }

  private final class Request extends LowLevelHttpRequest {
    private final String method;
    private final HttpStream stream;
    private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private Duration connecting = CONNECTING;
    private Duration reading = standstill;

    Request(String method, HttpStream stream) {
      this.method = method;
      this.stream = stream;
    }

    @Override
    public void addHeader(String name, String value) {
      headers.merge(name, value, (one, other) -> one + ", " + other);
    }

    @Override
    public void setTimeout(int connectMillis, int readMillis) {
      connecting = Duration.ofMillis(connectMillis);
      reading = Duration.ofMillis(readMillis);
    }

    @Override
    public LowLevelHttpResponse execute() throws IOException {
      var body = body();
      putIfThere("Content-Type", getContentType());
      putIfThere("Content-Encoding", getContentEncoding());
      try {
        stream.open(connecting, reading);
        stream.send(method, headers, body);
      } catch (IOException | RuntimeException failed) {
        stream.close();
        throw failed;
      }
      return new Response(stream);
    }

    private void putIfThere(String name, @Nullable String value) {
      if (value != null) {
        headers.put(name, value);
      }
    }

    private HttpStream.Body body() throws IOException {
      var content = getStreamingContent();
      if (content == null) {
        return HttpStream.Body.NONE;
      }
      if (getContentLength() >= 0) {
        headers.put("Content-Length", Long.toString(getContentLength()));
        return content::writeTo;
      }
      // Only what is small does not know its length.
      var bytes = new ByteArrayOutputStream();
      content.writeTo(bytes);
      headers.put("Content-Length", Integer.toString(bytes.size()));
      return bytes::writeTo;
    }
  }

  private static final class Response extends LowLevelHttpResponse {
    private final HttpStream stream;

    Response(HttpStream stream) {
      this.stream = stream;
    }

    @Override
    public InputStream getContent() {
      return stream.body();
    }

    @Override
    public @Nullable String getContentEncoding() {
      return first("Content-Encoding");
    }

    @Override
    public long getContentLength() {
      var length = first("Content-Length");
      return length != null && length.matches("\\d{1,18}") ? Long.parseLong(length) : -1;
    }

    @Override
    public @Nullable String getContentType() {
      return first("Content-Type");
    }

    private @Nullable String first(String name) {
      return stream.headers().stream()
          .filter(header -> header.getKey().equalsIgnoreCase(name))
          .map(Map.Entry::getValue)
          .findFirst()
          .orElse(null);
    }

    @Override
    public String getStatusLine() {
      return "HTTP/1.1 " + stream.status();
    }

    @Override
    public int getStatusCode() {
      return stream.status();
    }

    @Override
    public @Nullable String getReasonPhrase() {
      return null;
    }

    @Override
    public int getHeaderCount() {
      return stream.headers().size();
    }

    @Override
    public String getHeaderName(int index) {
      return stream.headers().get(index).getKey();
    }

    @Override
    public String getHeaderValue(int index) {
      return stream.headers().get(index).getValue();
    }

    @Override
    public void disconnect() {
      stream.close();
    }
  }
}
