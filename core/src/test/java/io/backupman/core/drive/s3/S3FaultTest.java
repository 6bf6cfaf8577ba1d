package io.backupman.core.drive.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.core.drive.DriveException;
import io.backupman.core.drive.RetryPauses;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What servers do wrong, and what becomes of it. */
class S3FaultTest extends S3FaultFixture {

  S3FaultTest() throws IOException {}

  @ParameterizedTest
  @ValueSource(ints = {S3Dumps.SMALL, S3Dumps.IN_PARTS})
  void aMomentOfTroubleIsOver(int size) throws Exception {
    write(size);
    service.fails(
        once(
            "PUT",
            exchange -> ScriptedS3.error(exchange, 503, "SlowDown", "Reduce your request rate.")));
    var progress = new AtomicLong();

    drive().store(dump, NAME, progress::addAndGet);

    assertThat(service.object(NAME)).isEqualTo(Files.readAllBytes(dump.file()));
    assertThat(progress).hasValue(size);
  }

  /** Small parts would be sent as a whole before the loss is seen. */
  @Test
  void aConnectionThatIsLostInTheMiddleOfAPartCostsThatPart() throws Exception {
    write((int) (2 * UploadParts.SMALLEST_BYTES + 100_000));
    service.fails(
        once("PUT copy part 2", exchange -> exchange.getRequestBody().readNBytes(1_000_000)));

    S3Drives.withLargeParts(service.settings()).store(dump, NAME, bytes -> {});

    assertThat(service.object(NAME)).isEqualTo(Files.readAllBytes(dump.file()));
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

    S3Drives.of(service.settings(), patient).store(dump, NAME, bytes -> {});

    assertThat(service.object(NAME)).isEqualTo(Files.readAllBytes(dump.file()));
    assertThat(service.requests()).containsOnlyOnce("PUT copy part 1");
  }

  @ParameterizedTest
  @ValueSource(ints = {S3Dumps.SMALL, S3Dumps.IN_PARTS})
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

    assertThat(service.object(NAME)).isEqualTo(Files.readAllBytes(dump.file()));
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
    write(S3Dumps.SMALL);
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
}
