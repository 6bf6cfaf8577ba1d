package io.backupman.server.config;

import io.backupman.core.store.engine.DatabaseSettings.Host;
import io.backupman.server.config.problem.Quotes;
import io.backupman.server.config.section.Section;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads {@code database.host}: one host, or several, as a list or as a text with commas, which a
 * variable can hold. Each may have a port of its own.
 */
final class DatabaseHosts {
  private static final String KEY = "host";

  /** A name or an address, an IPv6 one in brackets (RFC 3986), and perhaps a port. */
  private static final Pattern HOST =
      Pattern.compile(
          "(?:\\[(?<ipv6>[0-9A-Fa-f:.]+(?:%[\\w.]+)?)]|(?<name>[^\\s:\\[\\]()?&/\\\\]+))"
              + "(?::(?<port>\\d{1,5}))?");

  /** An IPv6 address by itself. */
  private static final Pattern IPV6 =
      Pattern.compile("[0-9A-Fa-f]*:[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(?:%[\\w.]+)?");

  private static final int HIGHEST_PORT = 65_535;

  private final Section section;
  private final int port;
  private final Set<Host> hosts = new LinkedHashSet<>();

  private DatabaseHosts(Section section, int port) {
    this.section = section;
    this.port = port;
  }

  /**
   * The hosts in their order, one at least.
   *
   * @param port of those that name none
   */
  static List<Host> read(Section section, int port) {
    var hosts = new DatabaseHosts(section, port).read();
    return hosts.isEmpty() ? List.of(new Host("", port)) : List.copyOf(hosts);
  }

  private Set<Host> read() {
    var texts = section.texts(KEY);
    if (texts.values().stream().allMatch(String::isBlank)) {
      requireSome();
    } else if (texts.size() == 1 && isSocket(texts.values().iterator().next())) {
      hosts.add(new Host(texts.values().iterator().next(), port));
    } else {
      texts.forEach((at, text) -> Stream.of(text.split(",", -1)).forEach(part -> add(at, part)));
    }
    return hosts;
  }

  private void requireSome() {
    if (!section.has(KEY) || section.size(KEY) == 1) {
      section.require(KEY);
    } else if (section.size(KEY) == 0) {
      section.reject(KEY, "must have one entry at least");
    }
  }

  private void add(String at, String part) {
    var text = part.strip();
    if (isSocket(text)) {
      section.rejectAt(
          at, Quotes.of(text) + " is the path of a socket, which can only stand alone");
      return;
    }
    var host = host(text);
    if (host.isEmpty()) {
      section.rejectAt(
          at,
          "must be a name or an address, with a port from 1 to 65535 if one follows (db1:3306,"
              + " [2001:db8::1]:3306), not "
              + Quotes.of(text));
    } else if (!hosts.add(host.get())) {
      section.rejectAt(at, "names " + host.get() + " once more");
    }
  }

  private Optional<Host> host(String text) {
    if (IPV6.matcher(text).matches()) {
      return Optional.of(new Host(text, port));
    }
    var parts = HOST.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    var own = parts.group("port");
    var number = own == null ? port : Integer.parseInt(own);
    var name = parts.group("name") == null ? parts.group("ipv6") : parts.group("name");
    return number < 1 || number > HIGHEST_PORT
        ? Optional.empty()
        : Optional.of(new Host(name, number));
  }

  private static boolean isSocket(String text) {
    return text.startsWith("/");
  }
}
