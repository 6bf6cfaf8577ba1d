package io.backupman.notifier.mail;

import io.backupman.notifier.spi.summary.PlainText;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.io.UnsupportedEncodingException;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads mail addresses (RFC 5322) strictly: exactly one, with a domain. A domain in any language
 * becomes ASCII (RFC 3490); what stands before it stays as it is (RFC 6531).
 */
final class MailAddress {

  private MailAddress() {}

  /** A bare address, such as {@code john@example.com}. */
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
      return parsed.length == 1 ? usable(parsed[0]) : Optional.empty();
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

  /** Whether a mail server must know SMTPUTF8 (RFC 6531) to take this address. */
  static boolean isInternational(String email) {
    return !email.chars().allMatch(c -> c < 0x80);
  }

  private static Optional<InternetAddress> usable(InternetAddress parsed) throws AddressException {
    var address = Normalizer.normalize(parsed.getAddress(), Normalizer.Form.NFC);
    var at = address.lastIndexOf('@');
    if (at < 1 || parsed.isGroup()) {
      return Optional.empty();
    }
    var email = address.substring(0, at + 1) + asciiDomain(address.substring(at + 1));
    new InternetAddress(email).validate();
    return email.codePoints().anyMatch(MailAddress::isBlankOrControl)
        ? Optional.empty()
        : Optional.of(named(email, parsed.getPersonal()));
  }

  private static boolean isBlankOrControl(int c) {
    return Character.isISOControl(c)
        || Character.isWhitespace(c)
        || Character.isSpaceChar(c)
        || Character.getType(c) == Character.SURROGATE;
  }

  private static String asciiDomain(String domain) throws AddressException {
    try {
      return domain.startsWith("[") ? domain : IDN.toASCII(domain);
    } catch (IllegalArgumentException e) {
      throw new AddressException("Not a domain: " + e.getMessage(), domain);
    }
  }
}
