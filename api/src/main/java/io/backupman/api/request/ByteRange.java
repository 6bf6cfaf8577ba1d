package io.backupman.api.request;

import io.backupman.api.problem.HttpProblem;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of a file that was asked for (RFC 9110, section 14).
 *
 * @param first the first byte, from 0
 * @param last the last byte
 */
public record ByteRange(long first, long last) {
  private static final Pattern ONE =
      Pattern.compile("\\s*bytes\\s*=\\s*(\\d{0,18})-(\\d{0,18})\\s*", Pattern.CASE_INSENSITIVE);

  /** How many bytes the range has. */
  public long length() {
    return last - first + 1;
  }

  /**
   * The part that a request asks for. Several at once, other units and what is malformed mean the
   * whole file, as the RFC allows.
   *
   * @param size the file's size
   * @return empty if it asks for the whole file
   * @throws HttpProblem 416, if the file does not reach so far
   */
  public static Optional<ByteRange> of(ServerRequest request, long size) {
    return request.headers().contains(HeaderNames.RANGE)
        ? of(request.headers().get(HeaderNames.RANGE).get(), size)
        : Optional.empty();
  }

  private static Optional<ByteRange> of(String header, long size) {
    Matcher one = ONE.matcher(header);
    if (!one.matches() || (one.group(1).isEmpty() && one.group(2).isEmpty())) {
      return Optional.empty();
    }
    if (one.group(1).isEmpty()) {
      long count = Long.parseLong(one.group(2));
      return part(Math.max(0, size - count), size - 1, size);
    }
    long first = Long.parseLong(one.group(1));
    long last = one.group(2).isEmpty() ? Long.MAX_VALUE : Long.parseLong(one.group(2));
    return last < first ? Optional.empty() : part(first, Math.min(last, size - 1), size);
  }

  private static Optional<ByteRange> part(long first, long last, long size) {
    if (first >= size) {
      throw HttpProblem.rangeNotSatisfiable(size);
    }
    return Optional.of(new ByteRange(first, last));
  }
}
