package io.backupman.net;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

/**
 * The status and the headers of an answer (RFC 9112), as far as they have come. Reading is as
 * patient as curl: lines may end in LF alone, and what is no header is passed over. Read by one
 * thread; others may ask for what has come.
 */
final class AnswerHead {
  private static final int MOST_BYTES = 256 * 1024;

  /** Far more than any server sends; each that is added copies the list. */
  private static final int MOST_HEADERS = 1000;

  private static final Pattern STATUS =
      Pattern.compile("HTTP/\\d(?:\\.\\d)?\\s+([1-9]\\d\\d)(?:\\s.*)?");
  private static final int SWITCHING = 101;

  private final List<Map.Entry<String, String>> headers = new CopyOnWriteArrayList<>();
  private volatile int status;
  private int taken;

  /**
   * Reads it, after any that only tell of progress (1xx).
   *
   * @throws IOException if it does not come to its end; what had come before can be asked for
   */
  void read(InputStream in) throws IOException {
    var code = statusLine(in);
    while (code / 100 == 1 && code != SWITCHING) {
      headers(in);
      headers.clear();
      code = statusLine(in);
    }
    status = code;
    headers(in);
  }

  /** The status; 0 if it has not come. */
  int status() {
    return status;
  }

  /** In their order; a name may come several times. */
  List<Map.Entry<String, String>> headers() {
    return List.copyOf(headers);
  }

  /** The values of a header. */
  List<String> all(String name) {
    return headers.stream()
        .filter(header -> header.getKey().equalsIgnoreCase(name))
        .map(Map.Entry::getValue)
        .toList();
  }

  private int statusLine(InputStream in) throws IOException {
    var line = line(in);
    while (line.isEmpty()) {
      line = line(in);
    }
    var parts = STATUS.matcher(line);
    if (!parts.matches()) {
      throw new IOException("it is not HTTP");
    }
    return Integer.parseInt(parts.group(1));
  }

  private void headers(InputStream in) throws IOException {
    for (var line = line(in); !line.isEmpty(); line = line(in)) {
      var colon = line.indexOf(':');
      if (colon > 0 && !Character.isWhitespace(line.charAt(0))) {
        if (headers.size() == MOST_HEADERS) {
          throw new IOException("its headers have no end");
        }
        var name = line.substring(0, colon).strip();
        headers.add(Map.entry(name, line.substring(colon + 1).strip()));
      }
    }
  }

  /** The next line without its end. */
  private String line(InputStream in) throws IOException {
    var line = new ByteArrayOutputStream();
    for (int octet = in.read(); octet != '\n'; octet = in.read()) {
      if (octet < 0) {
        if (status == 0 && line.size() > 0 && STATUS.matcher(line.toString(UTF_8)).matches()) {
          return line.toString(UTF_8);
        }
        throw new EOFException("it was cut off");
      }
      if (++taken > MOST_BYTES) {
        throw new IOException("its headers have no end");
      }
      line.write(octet);
    }
    var text = line.toString(UTF_8);
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }
}
