package io.backupman.core.drive.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpExchange;
import io.backupman.core.drive.DriveException;
import io.backupman.core.drive.RetryPauses;
import io.backupman.core.drive.s3.ScriptedS3.Checksums;
import io.backupman.core.testing.Dumps;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What servers do wrong, and what becomes of it. */
@Timeout(120)
class S3FaultTest {
  private static final String NAME = "copy";
  private static final int SMALL = 300_000;
  private static final int IN_PARTS = 20_000_000;

  @TempDir Path folder;
  private Path dump = Path.of("");
  private ScriptedS3 service;

  S3FaultTest() throws IOException {
    service = new ScriptedS3();
  }

  @BeforeEach
  void dump() throws IOException {
    dump = folder.resolve("dump");
    write(IN_PARTS);
  }

  @AfterEach
  void stop() {
    service.close();
  }

  @ParameterizedTest
  @EnumSource(
      value = Checksums.class,
      names = {"KEPT", "NONE", "REFUSED"})
  void storesWhateverTheServiceTellsOfChecksums(Checksums checksums) throws Exception {
    service.tells(checksums);
    for (int size : List.of(0, SMALL, IN_PARTS)) {
      write(size);
      var progress = new AtomicLong();

      drive().store(Dumps.of(dump), NAME + size, progress::addAndGet);
      drive().store(Dumps.of(dump), NAME + size, bytes -> {});

      assertThat(service.object(NAME + size)).isEqualTo(Files.readAllBytes(dump));
      assertThat(progress).hasValue(size);
      assertThat(service.uploads()).isEmpty();
    }
  }

  @Test
  void readsNothingBackThatTheServiceKeepsAChecksumOf() throws Exception {
    store();

    assertThat(service.requests())
        .containsExactly(
            "HEAD copy",
            "POST copy uploads",
            "PUT copy part 1",
            "PUT copy part 2",
            "PUT copy part 3",
            "POST copy upload",
            "HEAD copy");
  }

  @Test
  void aServiceThatRefusesChecksumsIsAskedOnce() throws Exception {
    service.tells(Checksums.REFUSED);
    var drive = drive();
    drive.store(Dumps.of(dump), NAME, bytes -> {});
    service.requests().clear();

    write(SMALL);
    drive.store(Dumps.of(dump), "second", bytes -> {});

    assertThat(service.requests())
        .containsExactly("HEAD second", "PUT second", "HEAD second", "GET second");
  }

  @Test
  void aServiceThatRefusesOnlyToKeepChecksumsGetsNone() throws Exception {
    service.fails(
        (request, exchange) -> {
          if (!exchange.getRequestHeaders().containsKey("x-amz-checksum-algorithm")) {
            return false;
          }
          ScriptedS3.error(
              exchange, 501, "NotImplemented", "Header 'x-amz-checksum-algorithm' not implemented");
          return true;
        });

    store();

    assertThat(service.object(NAME)).isEqualTo(Files.readAllBytes(dump));
  }

  @ParameterizedTest
  @ValueSource(ints = {SMALL, IN_PARTS})
  void aMomentOfTroubleIsOver(int size) throws Exception {
    write(size);
    service.fails(
        once(
            "PUT",
            exchange -> ScriptedS3.error(exchange, 503, "SlowDown", "Reduce your request rate.")));
    var progress = new AtomicLong();

    drive().store(Dumps.of(dump), NAME, progress::addAndGet);

    assertThat(service.object(NAME)).isEqualTo(Files.readAllBytes(dump));
    assertThat(progress).hasValue(size);
  }

  @Test
  void aConnectionThatIsLostInTheMiddleOfAPartCostsThatPart() throws Exception {
    service.fails(
        once("PUT copy part 2", exchange -> exchange.getRequestBody().readNBytes(1_000_000)));

    store();

    assertThat(service.object(NAME)).isEqualTo(Files.readAllBytes(dump));
    assertThat(service.requests()).containsOnlyOnce("PUT copy part 1", "PUT copy part 3");
  }

  @Test
  void longerTroubleIsSatOut() throws Exception {
    var troubles = new AtomicInteger(7);
    service.fails(
        (request, exchange) -> {
          if (!request.equals("PUT copy part 2") || troubles.getAndDecrement() <= 0) {
            return false;
          }
          ScriptedS3.error(exchange, 500, "InternalError", "We encountered an internal error.");
          return true;
        });
    var patient = new RetryPauses(List.of(Duration.ofMillis(1), Duration.ofMillis(1)));

    new S3Drive(service.settings(), patient).store(Dumps.of(dump), NAME, bytes -> {});

    assertThat(service.object(NAME)).isEqualTo(Files.readAllBytes(dump));
    assertThat(service.requests()).containsOnlyOnce("PUT copy part 1");
  }

  @ParameterizedTest
  @ValueSource(ints = {SMALL, IN_PARTS})
  void troubleForEverIsPassingAndLeavesNothing(int size) throws Exception {
    write(size);
    service.fails(
        always(
            "PUT",
            exchange ->
                ScriptedS3.error(
                    exchange, 500, "InternalError", "We encountered an internal error.")));

    failsToStore()
        .withMessage(
            "%s is busy or out of order (InternalError: We encountered an internal error.).",
            service.endpoint())
        .returns(true, DriveException::isPassing);

    assertThatNothingIsLeft();
  }

  @Test
  void anObjectIsMadeAlsoIfTheAnswerIsLost() throws Exception {
    service.fails(
        once(
            "POST copy upload",
            exchange -> {
              exchange.getRequestBody().readAllBytes();
              service.complete(NAME, service.uploads().keySet().iterator().next());
            }));

    store();

    assertThat(service.object(NAME)).isEqualTo(Files.readAllBytes(dump));
  }

  @Test
  void anErrorInAnAnswerThatBeganWellIsNoSuccess() {
    service.fails(
        always(
            "POST copy upload",
            exchange ->
                ScriptedS3.error(exchange, 200, "InternalError", "Please try again later.")));

    failsToStore().returns(true, DriveException::isPassing);

    assertThatNothingIsLeft();
  }

  @ParameterizedTest
  @CsvSource({
    "KEPT," + SMALL,
    "KEPT," + IN_PARTS,
    "NONE," + SMALL,
    "NONE," + IN_PARTS,
    "WRONG," + SMALL
  })
  void aCopyThatIsNotEqualToTheDumpIsRemoved(Checksums checksums, int size) throws Exception {
    write(size);
    service.tells(checksums);
    if (checksums != Checksums.WRONG) {
      service.changesBytes();
    }

    failsToStore()
        .withMessage("The copy copy is not equal to the dump; it was removed.")
        .returns(false, DriveException::isPassing);

    assertThatNothingIsLeft();
  }

  @Test
  void aCopyIsReadOnWhereTheConnectionWasLost() throws Exception {
    service.tells(Checksums.NONE);
    var lost = new AtomicInteger();
    service.fails(
        (request, exchange) -> {
          if (!request.equals("GET copy") || lost.getAndIncrement() > 2) {
            return false;
          }
          var range = exchange.getRequestHeaders().getFirst("Range").replace("bytes=", "");
          int from = Integer.parseInt(range.replaceFirst("-.*", ""));
          exchange.getResponseHeaders().set("Content-Range", "bytes " + range + "/" + IN_PARTS);
          exchange.sendResponseHeaders(206, IN_PARTS - from);
          exchange
              .getResponseBody()
              .write(Arrays.copyOfRange(Files.readAllBytes(dump), from, from + 1_000_000));
          exchange.getResponseBody().flush();
          return true;
        });

    store();

    assertThat(lost).hasValue(4);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "403 | AccessDenied | Access Denied | @ does not allow it (AccessDenied: Access Denied):"
            + " access_key and secret_key must be right, and have the permission s3:PutObject for"
            + " the bucket \"backups\".",
        "404 | NoSuchBucket | No | There is no bucket \"backups\" at @: make it, or correct bucket,"
            + " region or endpoint.",
        "301 | PermanentRedirect | No | The bucket \"backups\" is not in the region us-east-1, but"
            + " in eu-central-1: correct region or endpoint.",
        "400 | AuthorizationHeaderMalformed | No | The bucket \"backups\" is not in the region"
            + " us-east-1, but in eu-central-1: correct region or endpoint.",
        "403 | RequestTimeTooSkewed | No | The clock of this machine differs too much from that of"
            + " @: set it.",
        "400 | ExpiredToken | Late | The credentials of this machine have expired (ExpiredToken:"
            + " Late).",
        "409 | Whatever | It is full. | @ refused it (Whatever: It is full.).",
      })
  void aRefusalIsSaid(int status, String code, String message, String sentence) throws Exception {
    write(SMALL);
    service.fails(
        always(
            "PUT",
            exchange -> {
              exchange.getResponseHeaders().set("x-amz-bucket-region", "eu-central-1");
              ScriptedS3.error(exchange, status, code, message);
            }));

    failsToStore()
        .withMessage(sentence.replace("@", service.endpoint().toString()))
        .returns(false, DriveException::isPassing);

    assertThat(service.requests()).doesNotContain("DELETE copy");
    assertThatNothingIsLeft();
  }

  @Test
  void theWordsThatAnAnswerToHeadDoesNotHaveAreAskedFor() {
    service.fails(
        always(
            "",
            exchange ->
                ScriptedS3.error(exchange, 403, "InvalidAccessKeyId", "The key does not exist.")));

    failsToStore().withMessage("%s does not know the key: correct access_key.", service.endpoint());
  }

  @Test
  void aKeyThatMayListButNotReadIsSaid() {
    service.fails(
        always("HEAD", exchange -> ScriptedS3.error(exchange, 403, "AccessDenied", "No")));

    failsToStore()
        .withMessage(
            "%s does not allow it (Forbidden): access_key and secret_key must be right, and have"
                + " the permission s3:GetObject for the bucket \"backups\".",
            service.endpoint());
  }

  @ParameterizedTest
  @CsvSource({"403, false", "502, true", "429, true", "404, false", "200, false"})
  void answersThatAreNotOfS3AreSaid(int status, boolean passing) throws Exception {
    service.fails(
        always(
            "POST copy uploads",
            exchange ->
                ScriptedS3.send(
                    exchange, status, "<html><p>Hello from a proxy</html>".getBytes(UTF_8))));

    failsToStore()
        .withMessageStartingWith(service.endpoint().toString())
        .withMessageNotContaining("Exception")
        .returns(passing, DriveException::isPassing);
  }

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
    write(SMALL);
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
            exchange.getResponseHeaders().set("Content-Range", "bytes 0-19999999/20000000");
            exchange.sendResponseHeaders(206, IN_PARTS);
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
              exchange.getResponseHeaders().set("Content-Range", "bytes 0-19999999/20000000");
              exchange.sendResponseHeaders(206, IN_PARTS);
              exchange.getResponseBody().write(new byte[1_000]);
              exchange.getResponseBody().flush();
            }));

    try (InputStream in = copy.read(0, IN_PARTS)) {
      assertThatExceptionOfType(IOException.class).isThrownBy(in::readAllBytes);
    }
  }

  private S3Drive drive() {
    return new S3Drive(service.settings(), new RetryPauses(List.of()));
  }

  private void store() throws Exception {
    drive().store(Dumps.of(dump), NAME, bytes -> {});
  }

  private ThrowableAssertAlternative<DriveException> failsToStore() {
    return assertThatExceptionOfType(DriveException.class).isThrownBy(this::store);
  }

  private void interruptedStore(CountDownLatch hangs) throws Exception {
    var task =
        new FutureTask<>(
            () -> {
              store();
              return true;
            });
    var thread = Thread.ofPlatform().daemon().start(task);
    hangs.await();
    thread.interrupt();
    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(task::get)
        .withCauseInstanceOf(InterruptedException.class);
  }

  private void assertThatNothingIsLeft() {
    assertThat(service.object(NAME)).isNull();
    assertThat(service.uploads()).isEmpty();
  }

  private interface Answer {
    void send(HttpExchange exchange) throws Exception;
  }

  private static ScriptedS3.Fault always(String request, Answer answer) {
    return (asked, exchange) -> {
      if (!isAbout(asked, request)) {
        return false;
      }
      answer.send(exchange);
      return true;
    };
  }

  private static boolean isAbout(String asked, String request) {
    return (asked + " ").startsWith(request.isEmpty() ? "" : request + " ");
  }

  private static ScriptedS3.Fault once(String request, Answer answer) {
    var times = new AtomicInteger();
    return (asked, exchange) ->
        isAbout(asked, request)
            && times.getAndIncrement() == 0
            && always("", answer).happens(asked, exchange);
  }

  /** Does what it is asked for, but never says so. */
  private ScriptedS3.Fault hanging(String request, CountDownLatch hangs) {
    return always(
        request,
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          if (request.equals("POST copy upload")) {
            service.complete(NAME, service.uploads().keySet().iterator().next());
          }
          if (request.equals("POST copy uploads")) {
            service.uploads().put("copy 0", new TreeMap<>());
          }
          hangs.countDown();
          new CountDownLatch(1).await();
        });
  }

  private void write(int size) throws IOException {
    var contents = new byte[size];
    new Random(1).nextBytes(contents);
    Files.write(dump, contents);
  }
}
