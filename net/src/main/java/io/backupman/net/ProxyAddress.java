package io.backupman.net;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.backupman.notifier.spi.Secret;
import java.net.URLDecoder;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An HTTP proxy. {@link #toString} shows host and port alone.
 *
 * @param secure whether the connection to the proxy itself is encrypted
 * @param host a name or an address, one of IPv6 without brackets
 * @param port 1 to 65535
 * @param user name and password with a colon between them, if it wants them
 */
public record ProxyAddress(boolean secure, String host, int port, Optional<Secret> user) {
  private static final Pattern SYNTAX =
      Pattern.compile(
          "(?i)(?:(?<scheme>[a-z][a-z0-9+.-]*)://)?(?:(?<user>.*)@)?"
              + "(?<host>\\[[0-9a-f:.]+]|[^:\\[\\]/@\\s]+)(?::(?<port>\\d{1,5}))?/*");
  private static final int HIGHEST_PORT = 65_535;

  /**
   * Reads {@code http://user:password@proxy.example:3128}, of which scheme, user and port may be
   * missing. In user and password {@code %40} stands for an at sign, and so on.
   *
   * @throws IllegalArgumentException with a sentence that says what is wrong, to follow the name of
   *     where it stands; it does not repeat the text, which may hold a password
   */
  public static ProxyAddress parse(String text) {
    var parts = SYNTAX.matcher(text.strip());
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "is not the address of a proxy; expected something like http://proxy.example:3128");
    }
    var scheme = Optional.ofNullable(parts.group("scheme")).orElse("http");
    if (!scheme.matches("(?i)https?")) {
      throw new IllegalArgumentException(
          "names a proxy that is not HTTP; expected something like http://proxy.example:3128");
    }
    var secure = scheme.equalsIgnoreCase("https");
    var port = parts.group("port");
    return new ProxyAddress(
        secure,
        parts.group("host").replaceAll("[\\[\\]]", ""),
        port == null ? secure ? 443 : 80 : port(port),
        Optional.ofNullable(parts.group("user")).map(ProxyAddress::decoded).map(Secret::of));
  }

  private static int port(String digits) {
    var port = Integer.parseInt(digits);
    if (port == 0 || port > HIGHEST_PORT) {
      throw new IllegalArgumentException("has a port outside 1 to 65535");
    }
    return port;
  }

  private static String decoded(String user) {
    var both = user.contains(":") ? user : user + ":";
    try {
      return URLDecoder.decode(both.replace("+", "%2B"), UTF_8);
    } catch (IllegalArgumentException brokenEscape) {
      return both;
    }
  }

  /** What {@code Proxy-Authorization} carries (RFC 7617). */
  Optional<String> authorization() {
    return user.map(
        both -> "Basic " + Base64.getEncoder().encodeToString(both.value().getBytes(UTF_8)));
  }

  /** What of it must not be shown. */
  public List<String> secrets() {
    return user.stream()
        .map(Secret::value)
        .flatMap(
            both ->
                Stream.of(
                    both.substring(both.indexOf(':') + 1),
                    Base64.getEncoder().encodeToString(both.getBytes(UTF_8))))
        .filter(secret -> !secret.isEmpty())
        .toList();
  }

  /** Host and port. */
  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
