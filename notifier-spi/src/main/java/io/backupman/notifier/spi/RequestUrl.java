package io.backupman.notifier.spi;

import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/** What may stand in a configuration as a URL to send to. */
final class RequestUrl {
  private static final int HIGHEST_PORT = 65_535;

  /** {@link URI#getHost} knows no underscores, which names in container networks have. */
  private static final Pattern AUTHORITY =
      Pattern.compile("(?<host>\\[[^\\]]*]|[^:\\[\\]]+)(?::(?<port>\\d*))?");

  private static final Pattern HOST =
      Pattern.compile(
          "\\[[0-9A-Fa-f]*:[0-9A-Fa-f:.]+]|[A-Za-z0-9_]([A-Za-z0-9._-]*[A-Za-z0-9_.])?");

  private RequestUrl() {}

  /** The URL that stands under a key, noting what is wrong with it; a missing one is not. */
  static Optional<URI> read(NotifierSettings settings, String key, Optional<String> text) {
    try {
      return text.filter(url -> !url.isBlank()).map(RequestUrl::parse);
    } catch (IllegalArgumentException wrong) {
      settings.reject(key, String.valueOf(wrong.getMessage()));
      return Optional.empty();
    }
  }

  /**
   * Reads a URL to send to.
   *
   * @throws IllegalArgumentException with the sentence that says what is wrong; it does not repeat
   *     the URL, which may hold a password
   */
  static URI parse(String text) {
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
