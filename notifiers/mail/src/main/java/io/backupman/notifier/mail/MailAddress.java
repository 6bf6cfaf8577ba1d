package io.backupman.notifier.mail;

import io.backupman.notifier.spi.PlainText;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.io.UnsupportedEncodingException;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads mail addresses (RFC 5322) strictly: exactly one, with a domain. */
final class MailAddress {

  private MailAddress() {}

  /** A bare address, such as {@code john@example.com}; its domain in ASCII. */
  static Optional<String> bare(String text) {
    return withName(text)
        .filter(address -> address.getPersonal() == null && !text.contains("<"))
        .map(InternetAddress::getAddress);
  }

  /** An address with or without a name, such as {@code John <john@example.com>}. */
  static Optional<InternetAddress> withName(String text) {
    if (text.chars().anyMatch(Character::isISOControl)) {
      return Optional.empty();
    }
    try {
      var parsed = InternetAddress.parse(text.strip(), true);
      return parsed.length == 1 ? inAscii(parsed[0]) : Optional.empty();
    } catch (AddressException e) {
      return Optional.empty();
    }
  }

  /** An address with a name in any language (RFC 2047). */
  static InternetAddress named(String email, @Nullable String name) {
    try {
      return new InternetAddress(
          email, name == null ? null : PlainText.oneLine(name), StandardCharsets.UTF_8.name());
    } catch (UnsupportedEncodingException e) {
      throw new IllegalStateException("UTF-8 is always there", e);
    }
  }

  private static Optional<InternetAddress> inAscii(InternetAddress parsed) throws AddressException {
    var address = parsed.getAddress();
    var at = address.lastIndexOf('@');
    if (at < 1 || parsed.isGroup()) {
      return Optional.empty();
    }
    var ascii = address.substring(0, at + 1) + asciiDomain(address.substring(at + 1));
    new InternetAddress(ascii).validate();
    return ascii.chars().allMatch(c -> c > 0x20 && c < 0x7f)
        ? Optional.of(named(ascii, parsed.getPersonal()))
        : Optional.empty();
  }

  private static String asciiDomain(String domain) throws AddressException {
    try {
      return domain.startsWith("[") ? domain : IDN.toASCII(domain);
    } catch (IllegalArgumentException e) {
      throw new AddressException("Not a domain: " + e.getMessage(), domain);
    }
  }
}
