package io.backupman.notifier.http;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Which headers a user may add (RFC 9110, section 5). */
public final class HeaderRules {
  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

  /** HTTP allows more bytes, but nobody agrees on what they mean, and the JDK sends them as "?". */
  private static final Pattern VALUE =
      Pattern.compile("[\\x21-\\x7e](?:[\\x20-\\x7e\\t]*[\\x21-\\x7e])?");

  private static final Pattern CONFIDENTIAL =
      Pattern.compile(
          "auth|token|secret|key|pass|credential|cookie|session|signature",
          Pattern.CASE_INSENSITIVE);

  /** What Backupman or the HTTP client sets; another value would break the request or lie in it. */
  private static final Set<String> OURS =
      Set.of(
          "connection",
          "content-encoding",
          "content-length",
          "content-type",
          "expect",
          "host",
          "http2-settings",
          "keep-alive",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "user-agent");

  private HeaderRules() {}

  /**
   * What is wrong with a header, in words that follow its name; empty if it may be sent.
   *
   * @param own says of a name in lower case whether the channel itself sets that header
   */
  public static Optional<String> problem(String name, String value, Predicate<String> own) {
    if (!TOKEN.matcher(name).matches()) {
      return Optional.of("is not a valid header name.");
    }
    var lower = name.toLowerCase(Locale.ROOT);
    if (OURS.contains(lower) || own.test(lower)) {
      return Optional.of("may not be set: Backupman sets it itself; remove it.");
    }
    if (!isValue(value)) {
      return Optional.of(
          "has an invalid value: it must not be empty, and only printable ASCII characters are"
              + " allowed.");
    }
    return Optional.empty();
  }

  /** Whether a text can be sent as a header's value as it is. */
  public static boolean isValue(String value) {
    return VALUE.matcher(value).matches();
  }

  /** Whether a header of this name probably carries a secret. */
  static boolean isConfidential(String name) {
    return CONFIDENTIAL.matcher(name).find();
  }

  /** A name that may hold anything, for a sentence. */
  public static String printable(String name) {
    return name.replaceAll("[^\\x20-\\x7e]", "?");
  }
}
