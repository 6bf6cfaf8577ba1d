package io.backupman.api.connection;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestHeadTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nA:\r\n\r\n",
      })
  void itIsReadToItsEnd(String head) throws IOException {
    assertThat(read(head + "{\"body\":\r\n\r\n")).isEqualTo(head);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HELP\r\n",
        "\r\n",
        "\n",
        "GET / HTTP/1.0\r\n",
        "PRI * HTTP/2.0\r\n",
        "GET / HTTP/1.1\n",
        "GET / HTTP/1.1\rH",
        "GET / HTTP/1.1\r\nHost: x\n",
        "GET / HTTP/1.1\r\nHost: x\ry",
      })
  void nothingIsWaitedForWhereALineBreaksTheRules(String beginning) throws IOException {
    assertThat(read(beginning + "Host: x\r\n\r\n")).isEqualTo(beginning);
  }

  @Test
  void aLongOneIsReadInPart() throws IOException {
    var head = "GET / HTTP/1.1\r\nA: " + "a".repeat(2000);

    assertThat(read(head)).hasSize(1024).isEqualTo(head.substring(0, 1024));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "GET /", "GET / HTTP/1.1\r\n", "GET / HTTP/1.1\r\nHost"})
  void itMayEndTooSoon(String beginning) throws IOException {
    assertThat(read(beginning)).isEqualTo(beginning);
  }

  /** Reads what comes byte by byte. */
  private static String read(String text) throws IOException {
    var slow =
        new ByteArrayInputStream(text.getBytes(ISO_8859_1)) {
          @Override
          public synchronized int read(byte[] bytes, int offset, int length) {
            return super.read(bytes, offset, Math.min(length, 1));
          }
        };
    return new String(RequestHead.read(slow), ISO_8859_1);
  }
}
