package io.backupman.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class AnswerHeadTest {

  @Test
  void moreHeadersThanAnyServerSendsAreAnErrorAfterTheStatus() throws IOException {
    var head = new AnswerHead();
    head.read(answer(1000));
    assertThat(head.headers()).hasSize(1000);

    var endless = new AnswerHead();
    assertThatIOException()
        .isThrownBy(() -> endless.read(answer(1001)))
        .withMessage("its headers have no end");
    assertThat(endless.status()).isEqualTo(204);
  }

  private static ByteArrayInputStream answer(int headers) {
    var text = "HTTP/1.1 204 No Content\r\n" + "a:\r\n".repeat(headers) + "\r\n";
    return new ByteArrayInputStream(text.getBytes(US_ASCII));
  }
}
