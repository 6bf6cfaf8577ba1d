package io.backupman.net;

import java.io.InputStream;
import java.util.regex.Pattern;

/** How much of what follows is the body (RFC 9112, section 6.3). */
final class AnswerBody {
  private static final Pattern LENGTH = Pattern.compile("\\d{1,18}");
  private static final int NO_CONTENT = 204;
  private static final int NOT_MODIFIED = 304;

  private AnswerBody() {}

  /**
   * The body; reading fails where it breaks off. What contradicts itself ends with the connection.
   */
  static InputStream of(AnswerHead head, String method, InputStream in) {
    if (hasNone(head.status(), method)) {
      return InputStream.nullInputStream();
    }
    if (!head.all("Transfer-Encoding").isEmpty()) {
      return head.all("Transfer-Encoding").getLast().matches("(?i)(.*,\\s*)?chunked")
          ? new ChunkedInput(in)
          : in;
    }
    var lengths = head.all("Content-Length").stream().distinct().toList();
    return lengths.size() == 1 && LENGTH.matcher(lengths.getFirst()).matches()
        ? new SizedInput(in, Long.parseLong(lengths.getFirst()))
        : in;
  }

  /** What its headers say does not count. */
  private static boolean hasNone(int status, String method) {
    return method.equals("HEAD") || status < 200 || status == NO_CONTENT || status == NOT_MODIFIED;
  }
}
