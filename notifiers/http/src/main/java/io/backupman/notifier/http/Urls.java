package io.backupman.notifier.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

/** What may stand as a URL to send to, and how a URL is shown. */
public final class Urls {
  private static final int HIGHEST_PORT = 65_535;

  /** {@link URI#getHost} knows no underscores, which names in container networks have. */
  private static final Pattern AUTHORITY =
      Pattern.compile("(?<host>\\[[^\\]]*]|[^:\\[\\]]+)(?::(?<port>\\d*))?");

  private static final Pattern HOST =
      Pattern.compile(
          "\\[[0-9A-Fa-f]*:[0-9A-Fa-f:.]+]|[A-Za-z0-9_]([A-Za-z0-9._-]*[A-Za-z0-9_.])?");

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
    var parts = AUTHORITY.matcher(Objects.requireNonNullElse(url.getRawAuthority(), ""));
    var host = parts.matches() ? ascii(parts.group("host")) : "";
    check(
        HOST.matcher(host).matches(),
        "names no valid host; a host has letters, digits, hyphens, underscores and dots, as in"
            + " https://example.com/hook.");
    var port = Objects.requireNonNullElse(parts.group("port"), "");
    check(
        port.isEmpty() || (port.length() <= 5 && isPort(Integer.parseInt(port))),
        "has a port outside 1 to 65535.");
    return URI.create(
        URI.create(scheme + "://" + host + (port.isEmpty() ? "" : ":" + port) + after(url))
            .toASCIIString());
  }

  /** As it is sent: an international name is encoded (RFC 5891). */
  private static String ascii(String host) {
    try {
      return host.startsWith("[") ? host : IDN.toASCII(host);
    } catch (IllegalArgumentException noName) {
      return "";
    }
  }

  private static boolean isPort(int number) {
    return number > 0 && number <= HIGHEST_PORT;
  }

  private static String after(URI url) {
    return Objects.requireNonNullElse(url.getRawPath(), "")
        + (url.getRawQuery() == null ? "" : "?" + url.getRawQuery())
        + (url.getRawFragment() == null ? "" : "#" + url.getRawFragment());
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
