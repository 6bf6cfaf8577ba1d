package io.backupman.notifier.webhook;

import io.backupman.notifier.spi.Secret;
import java.util.Comparator;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What of an answer is kept: readable, at most 1,024 characters, and without the endpoint's own
 * secrets, since many a receiver echoes the request.
 */
final class AnswerText {
  private static final int MOST_CHARACTERS = 1024;
  private static final String MASK = "***";

  private final Endpoint endpoint;

  AnswerText(Endpoint endpoint) {
    this.endpoint = endpoint;
  }

  String shown(String text) {
    // First without control characters: one of them inside a secret would hide it from the mask.
    var line = text.replaceAll("[\\r\\n\\t]+", " ").replaceAll("\\p{Cntrl}", "").strip();
    for (var secret : secrets()) {
      line = line.replace(secret, MASK);
    }
    return cut(line);
  }

  private Iterable<String> secrets() {
    var keys =
        endpoint.keys().stream()
            .map(key -> key.secret().value())
            .flatMap(key -> Stream.of(key, key.substring(key.indexOf('_') + 1)));
    var headers =
        endpoint.headers().entrySet().stream()
            .filter(header -> HeaderRules.isConfidential(header.getKey()))
            .flatMap(header -> Stream.of(header.getValue(), afterScheme(header.getValue())));
    var query = Stream.of(Objects.requireNonNullElse(endpoint.url().getRawQuery(), ""));
    return Stream.of(endpoint.token().map(Secret::value).stream(), keys, headers, query)
        .flatMap(secret -> secret)
        .filter(secret -> !secret.isEmpty())
        // The longest first: one secret may be a part of another.
        .sorted(Comparator.comparingInt(String::length).reversed())
        .toList();
  }

  /** What stands after "Bearer " or "Basic ". */
  private static String afterScheme(String value) {
    return value.substring(value.indexOf(' ') + 1);
  }

  private static String cut(String line) {
    if (line.length() <= MOST_CHARACTERS) {
      return line;
    }
    var end = Character.isHighSurrogate(line.charAt(MOST_CHARACTERS - 1)) ? 1 : 0;
    return line.substring(0, MOST_CHARACTERS - end);
  }
}
