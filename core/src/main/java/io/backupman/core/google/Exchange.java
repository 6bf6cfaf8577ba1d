package io.backupman.core.google;

import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.api.client.json.JsonFactory;
import com.google.api.client.json.gson.GsonFactory;
import java.time.Duration;

/** How requests to Google are sent, whatever they are about. */
public final class Exchange {
  /** Keeps connections; safe for use by several threads. */
  public static final HttpTransport TRANSPORT = new NetHttpTransport();

  /** Reads and writes its JSON. */
  public static final JsonFactory JSON = GsonFactory.getDefaultInstance();

  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration READ = Duration.ofSeconds(60);

  private Exchange() {}

  /**
   * Sets the time-outs, and keeps the library from writing requests into the log: tokens stand in
   * them. Redirects are not followed: Google sends none, and a token must not go elsewhere.
   */
  public static void prepare(HttpRequest request) {
    request.setConnectTimeout((int) CONNECT.toMillis());
    request.setReadTimeout((int) READ.toMillis());
    request.setFollowRedirects(false);
    request.setLoggingEnabled(false);
    request.setCurlLoggingEnabled(false);
  }
}
