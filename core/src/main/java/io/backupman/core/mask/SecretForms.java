package io.backupman.core.mask;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.net.URLEncoder;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Forms of a secret of which no character is its own: what {@link SpelledText} cannot read. */
final class SecretForms {
  private static final int BITS_PER_CHARACTER = 6;

  /** Shorter ones stand in too many texts by chance. */
  private static final int SHORTEST_BASE64 = 5;

  private SecretForms() {}

  /**
   * Hexadecimal digits, and Base64: of the secret in the encodings that clients use, and as it
   * stands in JSON or in a form (credentials of OAuth, RFC 6749 section 2.3.1).
   */
  static List<SecretPattern> encoded(String secret) {
    var hex = HexFormat.of();
    var bytes = secret.getBytes(UTF_8);
    var digits =
        Stream.of(hex, hex.withUpperCase())
            .map(format -> new SecretPattern(format.formatHex(bytes), false));
    var base64 =
        Stream.of(
                bytes,
                new String(JsonStringEncoder.getInstance().quoteAsString(secret)).getBytes(UTF_8),
                URLEncoder.encode(secret, UTF_8).getBytes(UTF_8),
                secret.getBytes(UTF_16LE),
                ISO_8859_1.newEncoder().canEncode(secret) ? secret.getBytes(ISO_8859_1) : bytes)
            .flatMap(content -> IntStream.range(0, 3).mapToObj(offset -> base64(content, offset)))
            .filter(form -> form.length() >= SHORTEST_BASE64)
            .map(form -> new SecretPattern(form, true));
    return Stream.concat(digits, base64).distinct().toList();
  }

  /**
   * What of the content is the same in Base64 wherever it stands: three bytes become four
   * characters, so there are three ways to stand, and the characters shared with a neighbour are
   * left out.
   */
  private static String base64(byte[] content, int offset) {
    var shifted = new byte[offset + content.length];
    System.arraycopy(content, 0, shifted, offset, content.length);
    var encoded = Base64.getEncoder().withoutPadding().encodeToString(shifted);
    int from = (offset * 8 + BITS_PER_CHARACTER - 1) / BITS_PER_CHARACTER;
    return encoded.substring(from, shifted.length * 8 / BITS_PER_CHARACTER);
  }
}
