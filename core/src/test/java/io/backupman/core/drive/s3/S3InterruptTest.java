package io.backupman.core.drive.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.backupman.core.drive.s3.ScriptedS3.Checksums;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What ends in the middle: an interrupted copy, and one that is read. */
class S3InterruptTest extends S3FaultFixture {
  /** Of an answer that claims to be all of the copy. */
  private static final String WHOLE =
      "bytes 0-%d/%d".formatted(S3Dumps.IN_PARTS - 1, S3Dumps.IN_PARTS);

  S3InterruptTest() throws IOException {}

  @ParameterizedTest
  @ValueSource(strings = {"HEAD copy", "POST copy uploads", "PUT copy part 2", "POST copy upload"})
  void anInterruptEndsACallThatHangsAndLeavesNothing(String request) throws Exception {
    var hangs = new CountDownLatch(1);
    service.fails(hanging(request, hangs));

    interruptedStore(hangs);

    assertThatNothingIsLeft();
  }

  @Test
  void anInterruptEndsTheSendingInOnePiece() throws Exception {
    write(S3Dumps.SMALL);
    var hangs = new CountDownLatch(1);
    service.fails(hanging("PUT copy", hangs));

    interruptedStore(hangs);

    assertThat(service.requests()).contains("DELETE copy");
    assertThatNothingIsLeft();
  }

  @Test
  void anInterruptEndsTheReadingBack() throws Exception {
    service.tells(Checksums.NONE);
    var hangs = new CountDownLatch(1);
    service.fails(
        (request, exchange) -> {
          if (request.equals("GET copy")) {
            exchange.getResponseHeaders().set("Content-Range", WHOLE);
            exchange.sendResponseHeaders(206, S3Dumps.IN_PARTS);
            exchange.getResponseBody().write(new byte[1_000]);
            exchange.getResponseBody().flush();
            hangs.countDown();
            new CountDownLatch(1).await();
          }
          return false;
        });

    interruptedStore(hangs);

    assertThatNothingIsLeft();
  }

  @Test
  void aCopyThatIsLeftInTheMiddleIsNotReadToItsEnd() throws Exception {
    var size = 1L << 40;
    var ended = new CompletableFuture<IOException>();
    service.fails(
        (request, exchange) -> {
          exchange.getResponseHeaders().set("Content-Length", String.valueOf(size));
          if (request.startsWith("HEAD")) {
            exchange.sendResponseHeaders(200, -1);
            return true;
          }
          exchange.getResponseHeaders().set("Content-Range", "bytes 0-" + (size - 1) + "/" + size);
          exchange.sendResponseHeaders(206, size);
          try {
            while (true) {
              exchange.getResponseBody().write(new byte[100_000]);
            }
          } catch (IOException e) {
            ended.complete(e);
            throw e;
          }
        });

    try (InputStream in = drive().open(NAME).read(0, size)) {
      assertThat(in.readNBytes(10)).hasSize(10);
    }

    assertThat(ended.get()).isNotNull();
  }

  @Test
  void aCopyThatEndsTooEarlyIsAnErrorNotAnEnd() throws Exception {
    store();
    var copy = drive().open(NAME);
    service.fails(
        always(
            "GET",
            exchange -> {
              exchange.getResponseHeaders().set("Content-Range", WHOLE);
              exchange.sendResponseHeaders(206, S3Dumps.IN_PARTS);
              exchange.getResponseBody().write(new byte[1_000]);
              exchange.getResponseBody().flush();
            }));

    try (InputStream in = copy.read(0, S3Dumps.IN_PARTS)) {
      assertThatExceptionOfType(IOException.class).isThrownBy(in::readAllBytes);
    }
  }
}
