package io.backupman.net;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Where a request goes. The host is taken as it stands: {@link URI#getHost} knows no underscores,
 * which names in container networks have.
 *
 * @param secure whether the scheme is https
 * @param host a name or an address, one of IPv6 without brackets
 * @param port the one that stands there, else the scheme's
 * @param authority host and port as they stand there
 * @param path with the query; begins with a slash
 */
public record Target(boolean secure, String host, int port, String authority, String path) {
  private static final Pattern AUTHORITY =
      Pattern.compile(
          "(?:[^@]*@)?(?<host>\\[[0-9A-Fa-f:.]+]|[^:\\[\\]/@]+)(?::(?<port>\\d{0,5}))?");
  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  /**
   * Reads it from a URL.
   *
   * @throws IllegalArgumentException if that has no http or https scheme, or no host
   */
  public static Target of(URI url) {
    var scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
    var parts = AUTHORITY.matcher(String.valueOf(url.getRawAuthority()));
    if (url.getRawAuthority() == null || !parts.matches() || !scheme.matches("https?")) {
      throw new IllegalArgumentException("This is no address of http or https.");
    }
    var secure = scheme.equals("https");
    var port = parts.group("port");
    var usual = secure ? HTTPS : HTTP;
    return new Target(
        secure,
        parts.group("host").replaceAll("[\\[\\]]", ""),
        port == null || port.isEmpty() ? usual : Integer.parseInt(port),
        parts.group("host") + (port == null || port.isEmpty() ? "" : ":" + port),
        path(url));
  }

  private static String path(URI url) {
    var path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
  }

  /** Host and port, as in {@code example.com:443} or {@code [::1]:80}. */
  String hostAndPort() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }

  /** The whole URL, as a proxy wants it (RFC 9112, section 3.2.2). */
  String absolute() {
    return (secure ? "https://" : "http://") + authority + path;
  }
}
