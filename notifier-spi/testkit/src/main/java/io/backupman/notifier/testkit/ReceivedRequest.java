package io.backupman.notifier.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A request as it came in.
 *
 * @param method such as {@code POST}
 * @param target the path with its query, as sent
 * @param headers the header fields by name, in any capitals; of a repeated one, the last
 * @param body the body in UTF-8
 */
public record ReceivedRequest(
    String method, String target, Map<String, String> headers, String body) {
  private static final int LONGEST_LINE = 64 * 1024;

  /** Copies the headers. */
  public ReceivedRequest {
    var copy = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    copy.putAll(headers);
    headers = copy;
  }

  /** One header field, in any capitals. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /** Reads one request (RFC 9112); empty if the connection ended before it began. */
  static Optional<ReceivedRequest> read(InputStream in) throws IOException {
    var start = line(in);
    if (start.isEmpty()) {
      return Optional.empty();
    }
    var parts = List.of(start.split(" ", 3));
    var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    for (var line = line(in); !line.isEmpty(); line = line(in)) {
      var colon = line.indexOf(':');
      headers.put(line.substring(0, colon).strip(), line.substring(colon + 1).strip());
    }
    var body = new String(body(in, headers), UTF_8);
    return Optional.of(new ReceivedRequest(parts.get(0), parts.get(1), headers, body));
  }

  private static byte[] body(InputStream in, Map<String, String> headers) throws IOException {
    var coding = headers.getOrDefault("Transfer-Encoding", "").toLowerCase(Locale.ROOT);
    if (coding.equals("chunked")) {
      return chunks(in);
    }
    return exactly(in, Integer.parseInt(headers.getOrDefault("Content-Length", "0")));
  }

  private static byte[] chunks(InputStream in) throws IOException {
    var body = new ByteArrayOutputStream();
    while (true) {
      var size = Integer.parseInt(line(in).replaceFirst(";.*", "").strip(), 16);
      if (size == 0) {
        line(in);
        return body.toByteArray();
      }
      body.write(exactly(in, size));
      line(in);
    }
  }

  private static byte[] exactly(InputStream in, int size) throws IOException {
    var bytes = in.readNBytes(size);
    if (bytes.length < size) {
      throw new EOFException("The connection ended within a request.");
    }
    return bytes;
  }

  private static String line(InputStream in) throws IOException {
    var line = new ByteArrayOutputStream();
    for (var next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
      if (line.size() > LONGEST_LINE) {
        throw new IOException("A line of the request is too long.");
      }
      line.write(next);
    }
    return line.toString(ISO_8859_1).stripTrailing();
  }
}
