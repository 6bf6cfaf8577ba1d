package io.backupman.notifier.mail;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads what a server says. Replies are ASCII (RFC 5321, section 4.2) or UTF-8 (RFC 6531), but
 * servers in China say theirs in GBK, and some in Europe in Latin-1.
 */
final class ReplyText {
  /** Contains GBK, and has a code for everything else too. */
  private static final String GBK = "GB18030";

  /** Two Chinese characters side by side. Western words have no four accents in a row. */
  private static final Pattern CHINESE =
      Pattern.compile("(?:[\\x{a1}-\\x{a9}\\x{b0}-\\x{d7}][\\x{a1}-\\x{fe}]){2}");

  private ReplyText() {}

  /**
   * The text of a reply.
   *
   * @param octets the reply as Jakarta Mail hands it over: each octet as one character
   */
  static String of(String octets) {
    if (octets.chars().allMatch(c -> c < 0x80) || !octets.chars().allMatch(c -> c < 0x100)) {
      return octets;
    }
    return decoded(octets, StandardCharsets.UTF_8)
        .or(() -> CHINESE.matcher(octets).find() ? gbk(octets) : Optional.empty())
        .orElse(octets);
  }

  private static Optional<String> gbk(String octets) {
    return Charset.isSupported(GBK) ? decoded(octets, Charset.forName(GBK)) : Optional.empty();
  }

  private static Optional<String> decoded(String octets, Charset charset) {
    var bytes = ByteBuffer.wrap(octets.getBytes(StandardCharsets.ISO_8859_1));
    try {
      return Optional.of(charset.newDecoder().decode(bytes).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
