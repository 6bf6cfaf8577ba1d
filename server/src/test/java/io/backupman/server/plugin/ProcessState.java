package io.backupman.server.plugin;

import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.HttpURLConnection;
import java.net.ProxySelector;
import java.net.ResponseCache;
import java.net.URLConnection;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.Security;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import java.util.logging.Logger;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;

/** What of the process a plugin could change. */
record ProcessState(List<Object> parts) {
  static ProcessState now() {
    var root = Logger.getLogger("");
    var own = Logger.getLogger("io.backupman");
    return new ProcessState(
        Arrays.asList(
            List.of(Locale.getDefault(), Locale.getDefault(Locale.Category.FORMAT)),
            TimeZone.getDefault(),
            Map.copyOf(System.getProperties()),
            List.of(System.out, System.err, System.in),
            Thread.getDefaultUncaughtExceptionHandler(),
            URLConnection.guessContentTypeFromName("a.png"),
            URLConnection.getDefaultUseCaches("jar"),
            HttpURLConnection.getFollowRedirects(),
            HttpsURLConnection.getDefaultHostnameVerifier(),
            HttpsURLConnection.getDefaultSSLSocketFactory(),
            context(),
            ProxySelector.getDefault(),
            Authenticator.getDefault(),
            CookieHandler.getDefault(),
            ResponseCache.getDefault(),
            Security.getProperty("networkaddress.cache.ttl"),
            securityProviders(),
            root.getLevel(),
            List.of(root.getHandlers()),
            own.getLevel(),
            List.of(own.getHandlers())));
  }

  private static SSLContext context() {
    try {
      return SSLContext.getDefault();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The names of the security providers, in their order. */
  static List<String> securityProviders() {
    return Arrays.stream(Security.getProviders()).map(Provider::getName).toList();
  }
}
