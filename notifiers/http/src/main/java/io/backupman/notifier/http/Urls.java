package io.backupman.notifier.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.util.Locale;

/** What may stand as a URL to send to, and how a URL is shown. */
public final class Urls {
  private static final int HIGHEST_PORT = 65_535;

  private Urls() {}

  /**
   * Reads a URL to send to.
   *
   * @throws IllegalArgumentException with the sentence that says what is wrong; it does not repeat
   *     the URL, which may hold a password
   */
  public static URI parse(String text) {
    var url = syntax(text);
    var scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
    check(
        scheme.equals("http") || scheme.equals("https"),
        "is not an http or https URL; expected something like https://example.com/hook.");
    check(
        url.getRawUserInfo() == null && !hasUserInfo(url),
        "holds a user name or password, which would show up in logs; send it in headers instead,"
            + " such as Authorization: Basic ….");
    check(
        url.getHost() != null,
        "names no valid host; a host has letters, digits, hyphens and dots, as in"
            + " https://example.com/hook (an international name is written as xn--…).");
    check(
        url.getPort() == -1 || (url.getPort() > 0 && url.getPort() <= HIGHEST_PORT),
        "has a port outside 1 to 65535.");
    return URI.create(url.toASCIIString());
  }

  /** The URL with one more parameter in its query. */
  public static URI with(URI url, String name, String value) {
    var text = url.toString().replaceFirst("#.*", "");
    var start = url.getRawQuery() == null ? "?" : "&";
    return URI.create(text + start + name + "=" + URLEncoder.encode(value, UTF_8));
  }

  /** What lies at a path below the URL, whose own query does not count. */
  public static URI below(URI url, String path) {
    var folder = url.getRawPath().replaceFirst("/+$", "");
    return URI.create(url.getScheme() + "://" + url.getRawAuthority() + folder + "/" + path);
  }

  /** The URL without user, query and fragment. */
  static String shown(URI url) {
    var authority = url.getRawAuthority();
    if (authority == null) {
      return url.getRawPath() == null ? "" : url.getRawPath();
    }
    var host = authority.substring(authority.lastIndexOf('@') + 1);
    return url.getScheme() + "://" + host + url.getRawPath();
  }

  private static URI syntax(String text) {
    try {
      return new URI(text.strip());
    } catch (URISyntaxException wrong) {
      // The exception's message repeats the whole text.
      throw new IllegalArgumentException(
          "is not a URL ("
              + wrong.getReason()
              + "); expected something like https://example.com/hook.",
          wrong);
    }
  }

  private static boolean hasUserInfo(URI url) {
    return url.getRawAuthority() != null && url.getRawAuthority().contains("@");
  }

  private static void check(boolean right, String otherwise) {
    if (!right) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
