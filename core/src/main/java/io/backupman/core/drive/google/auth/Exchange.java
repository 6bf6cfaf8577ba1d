package io.backupman.core.drive.google.auth;

import com.google.api.client.http.HttpRequest;
import com.google.api.client.json.JsonFactory;
import com.google.api.client.json.gson.GsonFactory;

/** How requests to Google are sent, whatever they are about. */
public final class Exchange {
  /** Reads and writes its JSON. */
  public static final JsonFactory JSON = GsonFactory.getDefaultInstance();

  private Exchange() {}

  /**
   * Keeps the library from writing requests into the log: tokens stand in them. Redirects are not
   * followed: Google sends none, and a token must not go elsewhere. The limits are the transport's:
   * the library has some of its own.
   */
  public static void prepare(HttpRequest request) {
    request.setFollowRedirects(false);
    request.setLoggingEnabled(false);
    request.setCurlLoggingEnabled(false);
    if (request.getTransport() instanceof GoogleTransport transport) {
      transport.limit(request);
    }
  }
}
