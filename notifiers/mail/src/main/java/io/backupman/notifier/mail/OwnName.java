package io.backupman.notifier.mail;

import java.net.IDN;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What this machine calls itself to mail servers: a name with a dot, which they may look up, or
 * else the address that it calls from, as a literal (RFC 5321, section 4.1.4). Never {@code
 * localhost}, which strict servers refuse.
 *
 * @param name the name; empty if there is none
 */
record OwnName(Optional<String> name) {
  private static final String LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";

  /** The last label is no number, or it would be an address. */
  private static final Pattern QUALIFIED =
      Pattern.compile("(?:" + LABEL + "\\.)+(?=[a-z])" + LABEL, Pattern.CASE_INSENSITIVE);

  private static final Pattern CONFIGURED =
      Pattern.compile(
          LABEL + "(?:\\." + LABEL + ")*|\\[[0-9.]+]|\\[IPv6:[0-9a-f:.]+]",
          Pattern.CASE_INSENSITIVE);

  /** What a machine is called that nobody has given a name. */
  private static final Pattern NAMELESS = Pattern.compile("localhost\\..*|.*\\.local(host|domain)");

  private static final int LONGEST = 253;

  /** The name that somebody has configured: a host name or the literal of an address. */
  static Optional<String> configured(String name) {
    try {
      return Optional.of(name.startsWith("[") ? name : IDN.toASCII(name))
          .filter(told -> told.length() <= LONGEST && CONFIGURED.matcher(told).matches());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The first of these that is a name with a dot; none of them is an own name too. */
  static OwnName firstOf(Stream<String> names) {
    return new OwnName(names.map(String::strip).filter(OwnName::isQualified).findFirst());
  }

  static boolean isQualified(String name) {
    return name.length() <= LONGEST
        && QUALIFIED.matcher(name).matches()
        && !NAMELESS.matcher(name.toLowerCase(Locale.ROOT)).matches();
  }

  /**
   * The name, or else the literal of this address.
   *
   * @param local the address that the connection comes from
   */
  String calling(InetAddress local) {
    return name.orElseGet(() -> literal(local));
  }

  private static String literal(InetAddress local) {
    var address = local.getHostAddress();
    return local instanceof Inet6Address
        ? "[IPv6:" + address.replaceFirst("%.*", "") + "]"
        : "[" + address + "]";
  }
}
