package io.backupman.api.connection;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * The first line and the headers of a connection's first request (RFC 9112, section 2.1), read
 * before anything of Helidon is set to work for them: of those who open connections for nothing,
 * hardly any sends so much.
 */
final class RequestHead {
  /** Of a longer head, Helidon reads the rest. */
  private static final int MOST = 1024;

  /** More has to come: a line has begun, or headers have, and no line breaks the rules. */
  private static final Pattern UNFINISHED =
      Pattern.compile(
          "[^\\r\\n]*+\\r?|[^\\r\\n]* HTTP/1\\.1\\r\\n(?:[^\\r\\n]++\\r\\n)*+[^\\r\\n]*+\\r?");

  private RequestHead() {}

  /**
   * Reads until the head has ended, or can be judged by what has come.
   *
   * @return with whatever came right behind it; empty if the client has gone without a word
   */
  static byte[] read(InputStream in) throws IOException {
    var bytes = new byte[MOST];
    int length = 0;
    int count;
    do {
      count = in.read(bytes, length, MOST - length);
      length += Math.max(count, 0);
    } while (count > 0 && length < MOST && isUnfinished(bytes, length));
    return Arrays.copyOf(bytes, length);
  }

  private static boolean isUnfinished(byte[] bytes, int length) {
    return UNFINISHED.matcher(new String(bytes, 0, length, ISO_8859_1)).matches();
  }
}
