package io.backupman.core.drive.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.core.drive.DriveException;
import io.backupman.core.drive.s3.ScriptedS3.Checksums;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A copy is equal to the dump, whatever the service tells of checksums. */
class S3ChecksumTest extends S3FaultFixture {

  S3ChecksumTest() throws IOException {}

  @ParameterizedTest
  @EnumSource(
      value = Checksums.class,
      names = {"KEPT", "NONE", "REFUSED"})
  void storesWhateverTheServiceTellsOfChecksums(Checksums checksums) throws Exception {
    service.tells(checksums);
    for (int size : List.of(0, S3Dumps.SMALL, S3Dumps.IN_PARTS)) {
      write(size);
      var progress = new AtomicLong();

      drive().store(dump, NAME + size, progress::addAndGet);
      drive().store(dump, NAME + size, bytes -> {});

      assertThat(service.object(NAME + size)).isEqualTo(Files.readAllBytes(dump.file()));
      assertThat(progress).hasValue(size);
      assertThat(service.uploads()).isEmpty();
    }
  }

  @Test
  void readsNothingBackThatTheServiceKeepsAChecksumOf() throws Exception {
    write(S3Dumps.IN_THREE_PARTS);

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
    drive.store(dump, NAME, bytes -> {});
    service.requests().clear();

    write(S3Dumps.SMALL);
    drive.store(dump, "second", bytes -> {});

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

    assertThat(service.object(NAME)).isEqualTo(Files.readAllBytes(dump.file()));
  }

  @ParameterizedTest
  @CsvSource({
    "KEPT," + S3Dumps.SMALL,
    "KEPT," + S3Dumps.IN_PARTS,
    "NONE," + S3Dumps.SMALL,
    "NONE," + S3Dumps.IN_PARTS,
    "WRONG," + S3Dumps.SMALL
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
          exchange
              .getResponseHeaders()
              .set("Content-Range", "bytes " + range + "/" + S3Dumps.IN_PARTS);
          exchange.sendResponseHeaders(206, S3Dumps.IN_PARTS - from);
          exchange
              .getResponseBody()
              .write(Arrays.copyOfRange(Files.readAllBytes(dump.file()), from, from + 50_000));
          exchange.getResponseBody().flush();
          return true;
        });

    store();

    assertThat(lost).hasValue(4);
  }
}
