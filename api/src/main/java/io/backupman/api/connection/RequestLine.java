package io.backupman.api.connection;

import io.backupman.api.problem.HttpProblem;
import io.backupman.api.problem.TransportProblems;
import io.helidon.http.Status;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * The first line of a request (RFC 9112, section 3), read strictly: Helidon 4.5.0 takes {@code get}
 * for {@code GET}, cuts the target at a {@code #} and what follows a {@code ;}, and goes up at
 * {@code ..}, so that a request reaches another route than the one that is written in it.
 *
 * @param method in capitals, as methods are told apart by case
 * @param target a path, and a query if there is one; or {@code *}
 */
record RequestLine(String method, String target) {
  private static final Pattern LINE = Pattern.compile("([^ ]+) ([^ ]+) (HTTP/[0-9]\\.[0-9])");
  private static final Pattern METHOD = Pattern.compile("[A-Z][!#$%&'*+.^_`|~0-9A-Z-]*");
  private static final Pattern ABSOLUTE =
      Pattern.compile("[Hh][Tt][Tt][Pp][Ss]?://[^/?#@\\\\]+(/[^?]*)?(\\?.*)?");
  private static final Pattern PATH =
      Pattern.compile("/(?:[A-Za-z0-9._~!$&'()*+,=:@/-]++|%[0-9A-Fa-f]{2})*+");
  private static final Pattern LEADING_SLASHES = Pattern.compile("^/{2,}");
  private static final Pattern QUERY = Pattern.compile("[\\x21-\\x7E&&[^#]]*");

  /** Empty, but for the last, or {@code .} or {@code ..}, in every spelling. */
  private static final Pattern NO_SEGMENT =
      Pattern.compile("/(?:\\.|%2[Ee]){0,2}/|/(?:\\.|%2[Ee]){1,2}$");

  /** A slash, a backslash, a semicolon, and what cannot be printed. */
  private static final Pattern NO_ESCAPE =
      Pattern.compile("%(?:2[Ff]|5[Cc]|3[Bb]|[01][0-9A-Fa-f]|7[Ff])");

  /**
   * Reads it.
   *
   * @param line without its end
   */
  static RequestLine of(String line) {
    var parts = LINE.matcher(line);
    if (!parts.matches()) {
      throw refusal(HttpProblem.unreadable(Status.BAD_REQUEST_400));
    }
    if (!parts.group(3).equals("HTTP/1.1")) {
      throw refusal(HttpProblem.unreadable(Status.HTTP_VERSION_NOT_SUPPORTED_505));
    }
    var method = method(parts.group(1));
    return new RequestLine(method, target(method, parts.group(2)));
  }

  private static String method(String method) {
    if (!METHOD.matcher(method).matches()) {
      throw invalid("The method of the request is none; methods are written in capitals: GET.");
    }
    if (method.equals("CONNECT")) {
      throw refusal(HttpProblem.methodNotAllowed(method, "GET, HEAD, POST, DELETE"));
    }
    return method;
  }

  private static String target(String method, String target) {
    if (target.equals("*") && method.equals("OPTIONS")) {
      return target;
    }
    var absolute = ABSOLUTE.matcher(target);
    if (absolute.matches()) {
      var path = absolute.group(1) == null ? "/" : absolute.group(1);
      return origin(path + (absolute.group(2) == null ? "" : absolute.group(2)));
    }
    return origin(target);
  }

  /** Slashes that an address of this server and a path were joined with are one. */
  private static String origin(String written) {
    var target = LEADING_SLASHES.matcher(written).replaceFirst("/");
    var halves = target.split("\\?", 2);
    var path = halves[0];
    if (!PATH.matcher(path).matches() || NO_ESCAPE.matcher(path).find()) {
      throw invalid(
          "The address has a character in its path that cannot be there; write it as % and two"
              + " hexadecimal digits if it belongs to a name. A # never belongs to a request.");
    }
    if (NO_SEGMENT.matcher(path).find()) {
      throw invalid(
          "The address has an empty part, or . or .. as a part of its path; write it without.");
    }
    if (halves.length > 1 && !QUERY.matcher(halves[1]).matches()) {
      throw invalid(
          "The query has a character that cannot be there; write it as % and two hexadecimal"
              + " digits.");
    }
    return target;
  }

  private static RuntimeException invalid(String sentence) {
    return refusal(HttpProblem.invalid(sentence));
  }

  private static RuntimeException refusal(HttpProblem problem) {
    return TransportProblems.refusal(problem);
  }

  /** The line as Helidon reads it. */
  byte[] bytes() {
    return (method + " " + target + " HTTP/1.1").getBytes(StandardCharsets.ISO_8859_1);
  }
}
