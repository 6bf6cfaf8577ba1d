package io.backupman.core.drive.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpExchange;
import io.backupman.core.drive.DriveException;
import io.backupman.core.drive.RetryPauses;
import io.backupman.core.source.Dump;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No object is replaced, also not one that somebody stores while a copy is sent. */
@Timeout(120)
class S3ConditionTest {
  private static final String NAME = "copy";
  private static final byte[] ANOTHER = {1, 2, 3};
  private static final RetryPauses PATIENT =
      new RetryPauses(List.of(Duration.ofMillis(1), Duration.ofMillis(1)));

  @TempDir Path folder;
  private final ScriptedS3 service;
  private final S3Drive drive;

  S3ConditionTest() throws IOException {
    service = new ScriptedS3();
    drive = S3Drives.of(service.settings(), PATIENT);
  }

  @AfterEach
  void stop() {
    service.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {S3Dumps.SMALL, S3Dumps.IN_PARTS})
  void whatSomebodyElseStoresMeanwhileStays(int size) throws Exception {
    service.fails(
        (request, exchange) -> {
          if (isStoring(request)) {
            service.keep(NAME, ANOTHER);
          }
          return false;
        });

    failsToStore(dump(size))
        .withMessage(
            "There is another object copy in the bucket \"backups\" already; it was left as it is.")
        .returns(false, DriveException::isPassing);

    assertThat(service.object(NAME)).isEqualTo(ANOTHER);
    assertThat(service.uploads()).isEmpty();
    assertThat(service.requests()).doesNotContain("DELETE copy");
  }

  @ParameterizedTest
  @CsvSource({
    "KEPT," + S3Dumps.SMALL,
    "KEPT," + S3Dumps.IN_PARTS,
    "NONE," + S3Dumps.SMALL,
    "NONE," + S3Dumps.IN_PARTS
  })
  void whatWasStoredThoughTheAnswerWasLostIsTaken(ScriptedS3.Checksums checksums, int size)
      throws Exception {
    service.tells(checksums);
    var dump = dump(size);
    var lost = new AtomicBoolean();
    service.fails(
        (request, exchange) -> {
          if (!isStoring(request) || lost.getAndSet(true)) {
            return false;
          }
          exchange.getRequestBody().readAllBytes();
          service.keep(NAME, Files.readAllBytes(dump.file()));
          return true;
        });

    drive.store(dump, NAME, bytes -> {});

    assertThat(service.object(NAME)).isEqualTo(Files.readAllBytes(dump.file()));
    assertThat(service.uploads()).isEmpty();
    assertThat(service.requests()).doesNotContain("DELETE copy");
  }

  @ParameterizedTest
  @ValueSource(ints = {S3Dumps.SMALL, S3Dumps.IN_PARTS})
  void whatIsThereStaysAlsoIfItCannotBeLookedAt(int size) throws Exception {
    var stored = new AtomicBoolean();
    service.fails(
        (request, exchange) -> {
          if (isStoring(request)) {
            service.keep(NAME, ANOTHER);
            stored.set(true);
          } else if (stored.get() && request.equals("HEAD copy")) {
            ScriptedS3.error(exchange, 503, "SlowDown", "");
            return true;
          }
          return false;
        });

    failsToStore(dump(size)).returns(true, DriveException::isPassing);

    assertThat(service.object(NAME)).isEqualTo(ANOTHER);
    assertThat(service.uploads()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {S3Dumps.SMALL, S3Dumps.IN_PARTS})
  void aConflictPasses(int size) throws Exception {
    var conflicts = new AtomicInteger(2);
    service.fails(
        (request, exchange) ->
            isStoring(request) && conflicts.getAndDecrement() > 0 && conflict(exchange));
    var dump = dump(size);

    drive.store(dump, NAME, bytes -> {});

    assertThat(service.object(NAME)).isEqualTo(Files.readAllBytes(dump.file()));
  }

  @ParameterizedTest
  @ValueSource(ints = {S3Dumps.SMALL, S3Dumps.IN_PARTS})
  void afterAConflictThatDoesNotPassNothingIsRemovedButTheParts(int size) throws Exception {
    service.fails((request, exchange) -> isStoring(request) && conflict(exchange));

    failsToStore(dump(size))
        .withMessage(
            "Something else was stored under the same key at %s meanwhile"
                + " (ConditionalRequestConflict: Try again).",
            service.endpoint())
        .returns(true, DriveException::isPassing);

    assertThat(service.requests()).doesNotContain("DELETE copy");
    assertThat(service.uploads()).isEmpty();
  }

  /** The service has thrown the parts away by then, or is out of order. */
  @ParameterizedTest
  @CsvSource({S3Dumps.SMALL + ", 503, SlowDown", S3Dumps.IN_PARTS + ", 404, NoSuchUpload"})
  void whatSomebodyElseStoresMeanwhileStaysHoweverItEndsAfterAConflict(
      int size, int status, String code) throws Exception {
    var tries = new AtomicInteger();
    service.fails(
        (request, exchange) -> {
          if (!isStoring(request)) {
            return false;
          }
          service.keep(NAME, ANOTHER);
          if (tries.getAndIncrement() == 0) {
            return conflict(exchange);
          }
          ScriptedS3.error(exchange, status, code, "");
          return true;
        });

    failsToStore(dump(size));

    assertThat(service.object(NAME)).isEqualTo(ANOTHER);
    assertThat(service.requests()).doesNotContain("DELETE copy");
  }

  @ParameterizedTest
  @CsvSource({
    "400, InvalidArgument, " + S3Dumps.SMALL,
    "400, InvalidRequest, " + S3Dumps.IN_PARTS,
    "400, '', " + S3Dumps.SMALL,
    "501, NotImplemented, " + S3Dumps.SMALL,
    "501, NotImplemented, " + S3Dumps.IN_PARTS,
    "501, '', " + S3Dumps.IN_PARTS,
    "412, PreconditionFailed, " + S3Dumps.SMALL,
    "412, PreconditionFailed, " + S3Dumps.IN_PARTS,
  })
  void aServiceThatDoesNotKnowTheConditionIsAskedOnce(int status, String code, int size)
      throws Exception {
    var asked = new AtomicInteger();
    service.fails(
        (request, exchange) -> {
          if (!ScriptedS3.isConditional(exchange)) {
            return false;
          }
          asked.getAndIncrement();
          ScriptedS3.error(exchange, status, code, "A header that is not supported");
          return true;
        });
    var dump = dump(size);

    drive.store(dump, NAME, bytes -> {});
    drive.store(dump, "second", bytes -> {});

    assertThat(asked).hasValue(1);
    assertThat(service.object(NAME)).isEqualTo(Files.readAllBytes(dump.file()));
    assertThat(service.object("second")).isEqualTo(Files.readAllBytes(dump.file()));
    assertThat(service.uploads()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {S3Dumps.SMALL, S3Dumps.IN_PARTS})
  void aServiceThatKnowsNeitherConditionNorChecksumsGetsTheCopy(int size) throws Exception {
    service.tells(ScriptedS3.Checksums.REFUSED);
    service.fails(
        (request, exchange) -> {
          if (!ScriptedS3.isConditional(exchange)) {
            return false;
          }
          ScriptedS3.error(exchange, 400, "InvalidArgument", "Unsupported header 'if-none-match'");
          return true;
        });
    var dump = dump(size);

    drive.store(dump, NAME, bytes -> {});

    assertThat(service.object(NAME)).isEqualTo(Files.readAllBytes(dump.file()));
  }

  private static boolean isStoring(String request) {
    return request.equals("PUT copy") || request.equals("POST copy upload");
  }

  private static boolean conflict(HttpExchange exchange) throws IOException {
    ScriptedS3.error(exchange, 409, "ConditionalRequestConflict", "Try again");
    return true;
  }

  private ThrowableAssertAlternative<DriveException> failsToStore(Dump dump) {
    return assertThatExceptionOfType(DriveException.class)
        .isThrownBy(() -> drive.store(dump, NAME, bytes -> {}));
  }

  private Dump dump(int size) throws IOException {
    return S3Dumps.write(folder, size);
  }
}
