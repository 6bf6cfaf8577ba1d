package io.backupman.api.request;

import io.backupman.api.problem.HttpProblem;
import io.helidon.webserver.http.ServerRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The query of a request, read strictly: a parameter that is not known, stands twice or has a wrong
 * value is answered with 400 and a sentence that names it.
 */
public final class QueryParameters {
  private static final int DEFAULT_LIMIT = 100;
  private static final int MAX_LIMIT = 1000;

  private final Map<String, String> values;

  private QueryParameters(Map<String, String> values) {
    this.values = values;
  }

  /**
   * Reads the query of a request.
   *
   * @param known the parameters that may stand in it
   */
  public static QueryParameters of(ServerRequest request, List<String> known) {
    var values = new LinkedHashMap<String, String>();
    for (var pair : request.prologue().query().rawValue().split("&", -1)) {
      if (pair.isEmpty()) {
        continue;
      }
      var halves = pair.split("=", 2);
      var name = decode(halves[0]);
      requireKnown(name, known);
      if (values.putIfAbsent(name, halves.length < 2 ? "" : decode(halves[1])) != null) {
        throw wrong(name, "stands twice");
      }
    }
    values.forEach(QueryParameters::requireValue);
    return new QueryParameters(values);
  }

  /** Helidon's own decoding (4.5.0) fails in many ways where an escape is malformed. */
  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw HttpProblem.invalid(
          "The query has a % without two hexadecimal digits; write % as %25.");
    }
  }

  private static void requireKnown(String name, List<String> known) {
    if (!known.contains(name)) {
      var there = known.isEmpty() ? "there are none here" : "there are " + String.join(", ", known);
      throw wrong(name, "is not known; " + there);
    }
  }

  private static void requireValue(String name, String value) {
    if (value.isEmpty()) {
      throw wrong(name, "is empty; leave it out, or give it a value");
    }
  }

  /** The parameter {@code limit}: 1 to 1000, 100 if it is not there. */
  public int limit() {
    var text = values.get("limit");
    if (text == null) {
      return DEFAULT_LIMIT;
    }
    if (text.matches("[0-9]{1,4}")) {
      int limit = Integer.parseInt(text);
      if (limit >= 1 && limit <= MAX_LIMIT) {
        return limit;
      }
    }
    throw wrong("limit", "is a whole number from 1 to " + MAX_LIMIT);
  }

  /** A text, if it is there. */
  public @Nullable String text(String name) {
    return values.get(name);
  }

  /** An identifier, if it is there. */
  public @Nullable UUID id(String name) {
    var text = values.get(name);
    if (text == null) {
      return null;
    }
    return PathId.parse(text).orElseThrow(() -> wrong(name, "is a UUID"));
  }

  /** A time, if it is there. */
  public @Nullable Instant time(String name) {
    var text = values.get(name);
    if (text == null) {
      return null;
    }
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw wrong(
          name, "is a time such as 2025-07-02T10:00:00Z (RFC 3339; write + of an offset as %2B)");
    }
  }

  /**
   * One of some words, if it is there.
   *
   * @param word the word of each
   */
  public <E> @Nullable E oneOf(String name, E[] choices, Function<E, String> word) {
    var text = values.get(name);
    if (text == null) {
      return null;
    }
    return Arrays.stream(choices)
        .filter(choice -> word.apply(choice).equals(text))
        .findFirst()
        .orElseThrow(() -> wrong(name, "is one of " + words(choices, word)));
  }

  private static <E> String words(E[] choices, Function<E, String> word) {
    return Arrays.stream(choices).map(word).collect(Collectors.joining(", "));
  }

  private static HttpProblem wrong(String name, String expected) {
    return HttpProblem.invalid("The query parameter '%s' %s.".formatted(name, expected));
  }
}
