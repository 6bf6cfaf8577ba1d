package io.backupman.api.connection;

import io.backupman.api.problem.HttpProblem;
import io.backupman.api.problem.TransportProblems;
import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * What Helidon's parser reads requests from. It looks at what that parser, as of 4.5.0, takes too
 * loosely, the first line, and gives it a chunked body (RFC 9112, section 7.1) as it understands
 * it: without extensions and trailers. Used by the connection's thread alone.
 */
final class RequestReader extends DataReader {
  private static final byte[] LINE_END = {'\r', '\n'};
  private static final int LONGEST_LINE = 4096;

  /** What a body may have of extensions and trailers, in characters. */
  private static final int MOST_EXTRAS = 64 * 1024;

  private static final Pattern CHUNK =
      Pattern.compile("([0-9A-Fa-f]{1,8})(?:[ \\t]*;[\\t\\x20-\\x7E\\x80-\\uFFFF]*)?");
  private static final Pattern TRAILER =
      Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+:[\\t\\x20-\\x7E\\x80-\\uFFFF]*");

  private boolean atFirstLine = true;
  private boolean inChunks;
  private boolean afterLastChunk;
  private int extras;

  /**
   * A reader of what comes over a connection. The constructor that it extends is to be removed some
   * day, as of Helidon 4.5.0; nothing else lets a reader differ from Helidon's.
   */
  @SuppressWarnings("removal")
  RequestReader(Supplier<byte[]> source) {
    super(source);
  }

  /** The headers of a request have been read; its body follows, and then the next first line. */
  void headersAreRead(boolean chunked) {
    atFirstLine = true;
    inChunks = chunked;
    afterLastChunk = false;
    extras = 0;
  }

  /** Of a request, Helidon reads the first line in this way, and after it a header or two. */
  @Override
  public byte[] readBytes(int length) {
    var bytes = super.readBytes(length);
    if (!atFirstLine) {
      return bytes;
    }
    atFirstLine = false;
    return RequestLine.of(new String(bytes, StandardCharsets.ISO_8859_1)).bytes();
  }

  /** Of a request, Helidon reads in this way the size of a chunk, and the end after the last. */
  @Override
  public String readLine() {
    if (!inChunks) {
      return super.readLine();
    }
    return afterLastChunk ? end() : size();
  }

  private String size() {
    var line = boundedLine();
    var chunk = CHUNK.matcher(line);
    if (!chunk.matches()) {
      throw malformed("The size of a chunk is malformed.");
    }
    var size = chunk.group(1);
    count(line.length() - size.length());
    afterLastChunk = size.chars().allMatch(c -> c == '0');
    return size;
  }

  private String end() {
    for (var line = boundedLine(); !line.isEmpty(); line = boundedLine()) {
      if (!TRAILER.matcher(line).matches()) {
        throw malformed("What follows the last chunk is malformed.");
      }
      count(line.length());
    }
    inChunks = false;
    return "";
  }

  private String boundedLine() {
    int length = lengthOfLine();
    if (length == LONGEST_LINE) {
      throw malformed("A line between chunks is too long.");
    }
    var line = readAsciiString(length);
    skip(LINE_END.length);
    return line;
  }

  private int lengthOfLine() {
    try {
      return findNewLine(LONGEST_LINE);
    } catch (IncorrectNewLineException e) {
      throw malformed("A line between chunks does not end with CR and LF.");
    }
  }

  private void count(int characters) {
    extras += characters;
    if (extras > MOST_EXTRAS) {
      throw malformed("The body has too many chunk extensions or trailers.");
    }
  }

  /** Helidon 4.5.0 passes over the two bytes that end a chunk, whatever they are. */
  @Override
  public BufferData readBuffer(int length) {
    var data = super.readBuffer(length);
    if (inChunks && !startsWith(LINE_END)) {
      throw malformed("A chunk does not end where its size says.");
    }
    return data;
  }

  private static RuntimeException malformed(String sentence) {
    return TransportProblems.refusal(HttpProblem.invalid(sentence));
  }
}
