package io.backupman.core.mask;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Random secrets in every spelling that clients and receivers of the usual languages make. */
class SecretSpellingsTest {
  private static final long SEED = 20261130;
  private static final int SECRETS = Integer.getInteger("backupman.mask.secrets", 100);

  private static final List<String> FRAMES =
      List.of("%s", "You sent {\"token\": \"%s\"} here.", "?a=1&key=%s&b=%%20");

  /** Four characters, each in the longest spelling that a code point has here. */
  private static final int LONGEST_SHOWN = 4 * 24;

  private static final String NONE = "";
  private static final String UNRESERVED = "-._~";
  private static final String BEYOND_ASCII = "äöüßéñçøåÆÿ€Ωжзя中文字かな한국🔑😀";

  @Test
  void noSpellingOfARandomSecretIsReadable() {
    var random = new Random(SEED);
    for (int i = 0; i < SECRETS; i++) {
      var secret = secret(random);
      var masker = Masker.of(List.of(secret));
      for (var spelling : spellings().entrySet()) {
        var spelled = spelling.getValue().apply(secret);
        var frame = FRAMES.get(random.nextInt(FRAMES.size()));
        var text = frame.formatted(spelled);
        assertThat(masker.mask(text))
            .as("%s in %s", spelling.getKey(), text)
            .isEqualTo(frame.formatted("***"));
      }
    }
  }

  @Test
  void noBase64OfARandomSecretIsReadable() {
    var random = new Random(SEED);
    for (int i = 0; i < SECRETS; i++) {
      var secret = secret(random);
      var masker = Masker.of(List.of(secret));
      for (var charset : List.of(UTF_8, UTF_16LE, ISO_8859_1)) {
        if (charset.newEncoder().canEncode(secret)) {
          for (var encoded : base64(secret, charset, random)) {
            assertThat(masker.mask("Basic " + encoded + " was refused"))
                .as(encoded)
                .matches("(?s)Basic .{0,60}\\*\\*\\*.{0,60} was refused")
                .doesNotContain(encoded);
          }
        }
      }
    }
  }

  @Test
  void whatACutTextHasLeftOfARandomSecretIsNotReadable() {
    var random = new Random(SEED);
    for (int i = 0; i < SECRETS; i++) {
      var secret = secret(random);
      var masker = Masker.of(List.of(secret));
      for (var spelling : spellings().values()) {
        var spelled = spelling.apply(secret);
        var left = spelled.substring(0, random.nextInt(spelled.length()));
        var masked = masker.mask("You sent " + left + "…");
        assertThat(masked.length())
            .as(masked)
            .isLessThanOrEqualTo("You sent …".length() + LONGEST_SHOWN);
      }
    }
  }

  private static String secret(Random random) {
    int length = 8 + random.nextInt(40);
    var secret = new StringBuilder();
    int[] beyond = BEYOND_ASCII.codePoints().toArray();
    while (secret.codePointCount(0, secret.length()) < length) {
      secret.appendCodePoint(
          random.nextInt(8) == 0
              ? beyond[random.nextInt(beyond.length)]
              : '!' + random.nextInt('~' - '!' + 1));
    }
    return secret.toString();
  }

  private static Map<String, UnaryOperator<String>> spellings() {
    var spellings = new LinkedHashMap<String, UnaryOperator<String>>();
    spellings.put("as it is", secret -> secret);
    spellings.put(
        "curl --data-urlencode, Go, Python quote", secret -> percent(secret, "%%%02X", UNRESERVED));
    spellings.put(".NET UrlEncode", secret -> percent(secret, "%%%02x", "-._!*()"));
    spellings.put(
        "JavaScript encodeURIComponent", secret -> percent(secret, "%%%02X", "-._~!*'()"));
    spellings.put(
        "JavaScript encodeURI", secret -> percent(secret, "%%%02X", "-._~!*'();/?:@&=+$,#"));
    spellings.put("every byte as percent", secret -> percent(secret, "%%%02X", NONE));
    spellings.put("JavaScript escape", SecretSpellingsTest::escape);
    spellings.put(
        "JSON", secret -> escaped(secret, c -> c == '"' || c == '\\', c -> "\\" + (char) c));
    spellings.put("JSON of PHP", secret -> ascii(secret, "\"\\/", c -> "\\" + (char) c, "\\u%04x"));
    spellings.put(
        "JSON of Python", secret -> ascii(secret, "\"\\", c -> "\\" + (char) c, "\\u%04x"));
    spellings.put(
        "JSON of Go",
        secret ->
            escaped(
                escaped(secret, c -> c == '"' || c == '\\', c -> "\\" + (char) c),
                c -> "<>&".indexOf(c) >= 0,
                c -> "\\u%04x".formatted(c)));
    spellings.put(
        "JSON of .NET",
        secret ->
            ascii(
                secret, "\"\\&'+<>`", c -> c == '\\' ? "\\\\" : "\\u%04X".formatted(c), "\\u%04X"));
    spellings.put("JSON in JSON", secret -> json(json(secret)));
    spellings.put(
        "JSON in JSON in a URL", secret -> percent(json(json(secret)), "%%%02X", UNRESERVED));
    spellings.put(
        "a URL in a URL",
        secret -> percent(percent(secret, "%%%02X", UNRESERVED), "%%%02X", UNRESERVED));
    spellings.put("a URL in JSON", secret -> json(percent(secret, "%%%02X", UNRESERVED)));
    spellings.put("Python repr of bytes", secret -> bytes(secret, "\\x%02x"));
    spellings.put("octal", secret -> bytes(secret, "\\%03o"));
    spellings.put(
        "Python repr",
        secret ->
            points(
                escaped(secret, c -> c == '\'' || c == '\\', c -> "\\" + (char) c),
                c -> c > 126,
                c ->
                    c > 0xFFFF
                        ? "\\U%08x".formatted(c)
                        : c > 0xFF ? "\\u%04x".formatted(c) : "\\x%02x".formatted(c)));
    spellings.put(
        "JavaScript code points",
        secret -> points(json(secret), c -> c > 126, c -> "\\u{%x}".formatted(c)));
    spellings.put("HTML of Python", secret -> html(secret, "&quot;", "&#x27;"));
    spellings.put("HTML of Go", secret -> html(secret, "&#34;", "&#39;"));
    spellings.put(
        "HTML of .NET",
        secret ->
            points(html(secret, "&quot;", "&#39;"), c -> c >= 160, c -> "&#%d;".formatted(c)));
    spellings.put(
        "HTML in hexadecimal", secret -> points(secret, c -> true, c -> "&#x%X;".formatted(c)));
    spellings.put(
        "HTML in HTML", secret -> html(html(secret, "&quot;", "&#39;"), "&quot;", "&#39;"));
    spellings.put("HTML in JSON", secret -> json(html(secret, "&quot;", "&#39;")));
    spellings.put("JSON in HTML", secret -> html(json(secret), "&quot;", "&#39;"));
    spellings.put("SQL", secret -> withinQuotes(secret, "''", "\""));
    spellings.put("CSV", secret -> withinQuotes(secret, "'", "\"\""));
    spellings.put("shell", secret -> withinQuotes(secret, "'\\''", "\""));
    spellings.put("shell of Python in JSON", secret -> json(withinQuotes(secret, "'\"'\"'", "\"")));
    spellings.put("hexadecimal", secret -> HexFormat.of().formatHex(secret.getBytes(UTF_8)));
    return spellings;
  }

  private static List<String> base64(String secret, Charset charset, Random random) {
    var before = "u".repeat(random.nextInt(7)) + ":";
    var bytes = (before + secret + ":tail").getBytes(charset);
    return List.of(
        Base64.getEncoder().encodeToString(bytes),
        Base64.getUrlEncoder().withoutPadding().encodeToString(bytes),
        Base64.getMimeEncoder().encodeToString(bytes),
        Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes),
        json(Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes))
            .replace("\n", "\\n"),
        percent(Base64.getEncoder().encodeToString(bytes), "%%%02X", UNRESERVED),
        ascii(Base64.getEncoder().encodeToString(bytes), "+/", c -> "\\u%04X".formatted(c), ""),
        Base64.getEncoder().encodeToString(json(before + secret).getBytes(UTF_8)));
  }

  private static String percent(String text, String format, String left) {
    var encoded = new StringBuilder();
    for (byte b : text.getBytes(UTF_8)) {
      boolean plain =
          !left.equals(NONE) && b > 0 && (Character.isLetterOrDigit(b) || left.indexOf(b) >= 0);
      encoded.append(plain ? Character.toString(b) : format.formatted(b & 0xFF));
    }
    return encoded.toString();
  }

  private static String bytes(String text, String format) {
    var encoded = new StringBuilder();
    for (byte b :
        escaped(text, c -> c == '\'' || c == '\\', c -> "\\" + (char) c).getBytes(UTF_8)) {
      encoded.append(b < 0 ? format.formatted(b & 0xFF) : Character.toString(b));
    }
    return encoded.toString();
  }

  private static String escape(String text) {
    return text.chars()
        .mapToObj(
            c ->
                c > 0xFF
                    ? "%%u%04X".formatted(c)
                    : (c < 128 && Character.isLetterOrDigit(c)) || "@*_+-./".indexOf(c) >= 0
                        ? Character.toString(c)
                        : "%%%02X".formatted(c))
        .collect(Collectors.joining());
  }

  private static String json(String text) {
    return escaped(text, c -> c == '"' || c == '\\', c -> "\\" + (char) c);
  }

  /** But for the first and the last character: quotes there cannot be told from those around. */
  private static String withinQuotes(String text, String apostrophe, String quote) {
    int last = text.offsetByCodePoints(text.length(), -1);
    int second = text.offsetByCodePoints(0, 1);
    var inner = text.substring(second, last).replace("\"", quote).replace("'", apostrophe);
    return text.substring(0, second) + inner + text.substring(last);
  }

  private static String html(String text, String quote, String apostrophe) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", quote)
        .replace("'", apostrophe);
  }

  private static String escaped(String text, IntPredicate which, IntFunction<String> how) {
    return points(text, which, how);
  }

  /** Escapes some characters one way, and every UTF-16 unit beyond ASCII another way. */
  private static String ascii(
      String text, String which, IntFunction<String> how, String beyondAscii) {
    return text.chars()
        .mapToObj(
            c ->
                c > 126
                    ? beyondAscii.formatted(c)
                    : which.indexOf(c) >= 0 ? how.apply(c) : Character.toString(c))
        .collect(Collectors.joining());
  }

  private static String points(String text, IntPredicate which, IntFunction<String> how) {
    return text.codePoints()
        .mapToObj(c -> which.test(c) ? how.apply(c) : Character.toString(c))
        .collect(Collectors.joining());
  }
}
