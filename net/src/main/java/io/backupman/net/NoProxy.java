package io.backupman.net;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Hosts that are reached without a proxy, as curl and Go read {@code NO_PROXY}: {@code example.com}
 * and {@code .example.com} stand for the name and all below it, a port may follow, {@code
 * 10.0.0.0/8} for addresses, {@code *} for all. Names are not looked up for it. Immutable.
 */
final class NoProxy {
  private static final String OCTET = "(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)";
  private static final Pattern LITERAL =
      Pattern.compile(OCTET + "(?:\\." + OCTET + "){3}|[0-9a-f]*:[0-9a-f:.]+");
  private static final Pattern WITH_PORT = Pattern.compile("(\\[[^]]+]|[^:\\[]+):(\\d{1,5})");

  private final List<Predicate<Target>> rules;

  private NoProxy(List<Predicate<Target>> rules) {
    this.rules = rules;
  }

  /** Reads a list with commas or blanks between its entries. */
  static NoProxy parse(String text) {
    return new NoProxy(
        Stream.of(text.toLowerCase(Locale.ROOT).split("[,\\s]+"))
            .filter(entry -> !entry.isEmpty())
            .map(NoProxy::rule)
            .toList());
  }

  boolean exempts(Target target) {
    return rules.stream().anyMatch(rule -> rule.test(target));
  }

  /**
   * Whether a host is this machine, which no proxy can mean: {@code localhost} and what is below
   * it, and the loopback addresses.
   */
  static boolean isThisMachine(String host) {
    var name = name(host);
    return isBelow(name, "localhost")
        || address(name).filter(InetAddress::isLoopbackAddress).isPresent();
  }

  private static Predicate<Target> rule(String entry) {
    if (entry.equals("*")) {
      return target -> true;
    }
    var withPort = WITH_PORT.matcher(entry);
    if (withPort.matches()) {
      var port = Integer.parseInt(withPort.group(2));
      var host = host(withPort.group(1));
      return target -> target.port() == port && host.test(target);
    }
    return host(entry);
  }

  private static Predicate<Target> host(String entry) {
    var plain = entry.replaceAll("[\\[\\]]", "");
    var slash = plain.indexOf('/');
    var address = address(slash < 0 ? plain : plain.substring(0, slash));
    if (address.isPresent()) {
      var bytes = address.get().getAddress();
      var bits = slash < 0 ? bytes.length * Byte.SIZE : bits(plain.substring(slash + 1));
      return target ->
          address(name(target.host()))
              .filter(to -> beginsAlike(to.getAddress(), bytes, bits))
              .isPresent();
    }
    var name = name(plain.replaceFirst("^\\*?\\.", ""));
    return target -> isBelow(name(target.host()), name);
  }

  /** More than an address has, so that it matches none, if it is no number. */
  private static int bits(String digits) {
    return digits.matches("\\d{1,3}") ? Integer.parseInt(digits) : Integer.MAX_VALUE;
  }

  private static boolean beginsAlike(byte[] one, byte[] other, int bits) {
    if (one.length != other.length || bits > one.length * Byte.SIZE) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      var mask = 0x80 >> (bit % Byte.SIZE);
      if (((one[bit / Byte.SIZE] ^ other[bit / Byte.SIZE]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean isBelow(String host, String name) {
    return host.equals(name) || host.endsWith("." + name);
  }

  /** In lower case, without the dot that may end it. */
  private static String name(String host) {
    return host.toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
  }

  /** The address that a host is; empty if it is a name, which is not looked up. */
  private static Optional<InetAddress> address(String host) {
    if (!LITERAL.matcher(host).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByName(host));
    } catch (UnknownHostException noAddress) {
      return Optional.empty();
    }
  }
}
