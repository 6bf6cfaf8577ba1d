package io.backupman.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a receiver sends is an answer or none, and a part of one is not taken for all of it. */
@Timeout(60)
class AnswerFuzzTest {

  /**
   * An answer that came to its end.
   *
   * @param framed whether it says itself where its end is
   */
  private record Whole(int status, String body, boolean framed) {}

  static Stream<byte[]> examples() {
    return Stream.of(
            "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabcd",
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 429 Slow\nRetry-After: 5\n\nbusy",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n3;a=b\r\nabc\r\n0\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFF\r\nabc",
            "HTTP/1.0 204 No Content\r\nContent-Length: 5\r\n\r\nabcde",
            "HTTP/1.1 503 Gone\r\nContent-Length: 1, 2\r\nX: ü\r\n folded\r\n\r\n<html>",
            "HTTP/2 500",
            "SSH-2.0-OpenSSH_9.2p1\r\n")
        .map(text -> text.getBytes(ISO_8859_1));
  }

  @MethodSource("examples")
  @FuzzTest
  void aPartIsNotTakenForAllOfIt(byte[] sent) {
    var whole = read(sent, sent.length);
    assertThat(read(sent, 1)).as("the same whatever comes at once").isEqualTo(whole);
    whole.filter(Whole::framed).ifPresent(answer -> assertPartsAreNotWhole(sent, answer));
  }

  private static void assertPartsAreNotWhole(byte[] sent, Whole answer) {
    for (int length = Math.max(0, sent.length - 50); length < sent.length; length++) {
      read(Arrays.copyOf(sent, length), length)
          .ifPresent(part -> assertThat(part.body()).isEqualTo(answer.body()));
    }
  }

  private static Optional<Whole> read(byte[] sent, int atOnce) {
    var in = new Slow(sent, Math.max(1, atOnce));
    var head = new AnswerHead();
    try {
      head.read(in);
      assertThat(head.status()).isBetween(101, 999);
      head.headers().forEach(header -> assertThat(header.getKey()).doesNotContain(":", "\n"));
      var body = AnswerBody.of(head, "POST", in);
      var text = new String(body.readAllBytes(), ISO_8859_1);
      assertThat(text.length()).isLessThanOrEqualTo(sent.length);
      return Optional.of(new Whole(head.status(), text, body != in));
    } catch (IOException e) {
      assertThat(e.getMessage()).isNotBlank().doesNotContain("\n");
      return Optional.empty();
    }
  }

  /** Gives at most so many bytes at once. */
  private static final class Slow extends InputStream {
    private final InputStream in;
    private final int atOnce;

    Slow(byte[] bytes, int atOnce) {
      this.in = new ByteArrayInputStream(bytes);
      this.atOnce = atOnce;
    }

    @Override
    public int read() throws IOException {
      return in.read();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      return in.read(bytes, offset, Math.min(length, atOnce));
    }
  }
}
