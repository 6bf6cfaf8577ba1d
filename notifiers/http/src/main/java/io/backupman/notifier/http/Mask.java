package io.backupman.notifier.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.backupman.notifier.spi.Secret;
import java.net.URI;
import java.net.URLDecoder;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Makes a foreign text readable: one line of at most 1,024 characters without the call's own
 * secrets, since many a receiver echoes the request.
 */
final class Mask {
  private static final int MOST_CHARACTERS = 1024;
  private static final String STARS = "***";

  /** A shorter part of a URL is a word rather than a key, and hiding it would garble answers. */
  private static final int SHORTEST_KEY = 16;

  /** Stands in many an answer by chance, as in Backupman's own log: few characters, a number. */
  private static final Pattern ORDINARY = Pattern.compile("(?s).{0,3}|\\d{1,5}");

  private final List<String> secrets;
  private final boolean secretPath;

  private Mask(Stream<String> secrets, boolean secretPath) {
    this.secretPath = secretPath;
    this.secrets =
        secrets
            .flatMap(secret -> Stream.of(secret, decoded(secret)))
            .filter(secret -> !ORDINARY.matcher(secret).matches())
            .distinct()
            // The longest first: one secret may be a part of another.
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList();
  }

  static Mask of(URI url, Map<String, String> headers, List<Secret> given, boolean secretPath) {
    var confidential =
        headers.entrySet().stream()
            .filter(header -> HeaderRules.isConfidential(header.getKey()))
            .flatMap(header -> Stream.of(header.getValue(), afterScheme(header.getValue())));
    var query = Objects.requireNonNullElse(url.getRawQuery(), "");
    var values = Arrays.stream(query.split("&")).map(Mask::afterEquals).filter(Mask::isLong);
    var path = secretPath ? pathAndParts(url.getRawPath()) : Stream.<String>empty();
    return new Mask(
        Stream.of(given.stream().map(Secret::value), confidential, Stream.of(query), values, path)
            .flatMap(secret -> secret),
        secretPath);
  }

  String where(URI url) {
    var root = secretPath ? url.resolve("/") : url;
    var shown = masked(Urls.shown(root));
    return secretPath ? shown + STARS : shown;
  }

  String shown(String text) {
    // First without control characters: one of them inside a secret would hide it from the mask.
    var line =
        text.replaceAll("[\\r\\n\\t\\u2028\\u2029]+", " ")
            .replaceAll("[\\p{Cntrl}\\u0080-\\u009f]", "")
            .strip();
    return cut(masked(line));
  }

  private String masked(String text) {
    var masked = text;
    for (var secret : secrets) {
      masked = masked.replace(secret, STARS);
    }
    return masked;
  }

  private static Stream<String> pathAndParts(String path) {
    var whole = path.length() > 1 ? path.substring(1) : "";
    return Stream.concat(Stream.of(whole), Arrays.stream(whole.split("/")).filter(Mask::isLong));
  }

  private static boolean isLong(String part) {
    return part.length() >= SHORTEST_KEY;
  }

  /** What stands after "Bearer " or "Basic ". */
  private static String afterScheme(String value) {
    return value.substring(value.indexOf(' ') + 1);
  }

  private static String afterEquals(String parameter) {
    return parameter.substring(parameter.indexOf('=') + 1);
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, UTF_8);
    } catch (IllegalArgumentException notEncoded) {
      return text;
    }
  }

  private static String cut(String line) {
    if (line.length() <= MOST_CHARACTERS) {
      return line;
    }
    var end = Character.isHighSurrogate(line.charAt(MOST_CHARACTERS - 1)) ? 1 : 0;
    return line.substring(0, MOST_CHARACTERS - end);
  }
}
