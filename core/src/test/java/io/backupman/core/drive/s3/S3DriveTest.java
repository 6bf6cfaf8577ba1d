package io.backupman.core.drive.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.backupman.core.drive.DriveException;
import io.backupman.core.source.Dump;
import io.backupman.core.testing.Dumps;
import io.backupman.net.Network;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Against a real server; what servers may do wrong is in {@link S3FaultTest}. */
class S3DriveTest extends S3DriveFixture {

  @ParameterizedTest
  @ValueSource(
      ints = {
        0,
        1,
        S3Dumps.SMALL,
        S3Drives.PART_BYTES,
        S3Drives.PART_BYTES + 1,
        S3Dumps.IN_THREE_PARTS
      })
  void storesACopy(int size) throws Exception {
    write(size);
    var progress = new AtomicLong();

    var path = drive().store(dump, NAME, progress::addAndGet);

    assertThat(path).isEqualTo(KEY);
    assertThat(keys()).containsExactly(KEY);
    assertThat(stored(KEY)).isEqualTo(Files.readAllBytes(dump.file()));
    assertThat(progress).hasValue(size);
    assertThat(unfinished()).isZero();
    assertThat(dump.file()).exists();
  }

  @ParameterizedTest
  @CsvSource({"8388608, false", "8388609, true"})
  void partsHaveEightMebibytes(int size, boolean inParts) throws Exception {
    write(size);

    new S3Drive(server.settings(), Network.DIRECT).store(dump, NAME, bytes -> {});

    assertThat(stored(KEY)).isEqualTo(Files.readAllBytes(dump.file()));
    assertThat(object(KEY).eTag().endsWith("-2\"")).isEqualTo(inParts);
  }

  @Test
  void withoutAPrefixTheNameIsTheKey() throws Exception {
    var path = drive(with("")).store(dump, NAME, bytes -> {});

    assertThat(path).isEqualTo(NAME);
    assertThat(keys()).containsExactly(NAME);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, S3Dumps.SMALL, S3Dumps.IN_PARTS})
  void takesTheVerySameObjectForTheCopy(int size) throws Exception {
    write(size);
    drive().store(dump, NAME, bytes -> {});
    var before = object(KEY).lastModified();
    var progress = new AtomicLong();

    assertThat(drive().store(dump, NAME, progress::addAndGet)).isEqualTo(KEY);

    assertThat(progress).hasValue(size);
    assertThat(object(KEY).lastModified()).isEqualTo(before);
  }

  @Test
  void takesAnObjectThatSomebodyElseSentInAnotherWay() throws Exception {
    write(S3Dumps.IN_PARTS);
    put(KEY, Files.readAllBytes(dump.file()));

    assertThat(drive().store(dump, NAME, bytes -> {})).isEqualTo(KEY);
  }

  @ParameterizedTest
  @ValueSource(ints = {7, S3Dumps.SMALL})
  void neverReplacesAnotherObject(int size) throws Exception {
    var another = new byte[size];
    put(KEY, another);

    assertThatExceptionOfType(DriveException.class)
        .isThrownBy(() -> drive().store(dump, NAME, bytes -> {}))
        .withMessage(
            "There is another object %s in the bucket \"backups\" already; it was left as it is.",
            KEY)
        .returns(false, DriveException::isPassing);

    assertThat(stored(KEY)).isEqualTo(another);
  }

  @ParameterizedTest
  @ValueSource(ints = {S3Dumps.SMALL, S3Dumps.IN_PARTS})
  void aDumpThatIsNotWhatWasDumpedIsNotStored(int size) throws Exception {
    write(size);
    var changed = new Dump(dump.file(), size, Dumps.sha256(new byte[0]));

    assertThatExceptionOfType(DriveException.class)
        .isThrownBy(() -> drive().store(changed, NAME, bytes -> {}))
        .withMessage(
            "The dump %s is not the same any more; nothing of it was stored.", dump.file());

    assertThat(keys()).isEmpty();
    assertThat(unfinished()).isZero();
  }

  @Test
  void aDumpThatIsGoneIsSaid() throws Exception {
    var gone = dump;
    Files.delete(dump.file());

    assertThatExceptionOfType(DriveException.class)
        .isThrownBy(() -> drive().store(gone, NAME, bytes -> {}))
        .withMessage("The dump %s is not there any more, or has changed.", dump.file());
  }

  @Test
  void aDumpThatGetsShorterWhileItIsSentIsSaid() throws Exception {
    write(S3Dumps.IN_PARTS);
    var whole = dump;

    assertThatExceptionOfType(DriveException.class)
        .isThrownBy(() -> drive().store(whole, NAME, bytes -> truncate()))
        .withMessage("The dump %s has become shorter.", dump.file());

    assertThat(keys()).isEmpty();
    assertThat(unfinished()).isZero();
  }

  @Test
  void readsPartsOfACopy() throws Exception {
    write(S3Dumps.IN_PARTS);
    var copy = drive().open(drive().store(dump, NAME, bytes -> {}));
    var all = Files.readAllBytes(dump.file());

    assertThat(copy.sizeBytes()).isEqualTo(S3Dumps.IN_PARTS);
    assertThat(read(copy, 0, S3Dumps.IN_PARTS)).isEqualTo(all);
    assertThat(read(copy, S3Dumps.IN_PARTS - 10, 10))
        .isEqualTo(Arrays.copyOfRange(all, S3Dumps.IN_PARTS - 10, S3Dumps.IN_PARTS));
    assertThat(read(copy, 0, 1)).containsExactly(all[0]);
    assertThat(read(copy, 5, 1)).containsExactly(all[5]);
  }

  @Test
  void aCopyCanBeLeftInTheMiddle() throws Exception {
    write(S3Dumps.IN_PARTS);
    var copy = drive().open(drive().store(dump, NAME, bytes -> {}));

    try (InputStream in = copy.read(0, S3Dumps.IN_PARTS)) {
      assertThat(in.read()).isEqualTo(Files.readAllBytes(dump.file())[0] & 0xff);
    }

    assertThat(read(copy, 7, 3)).hasSize(3);
  }

  @Test
  void aCopyThatIsGoneIsSaid() throws Exception {
    assertThatExceptionOfType(DriveException.class)
        .isThrownBy(() -> drive().open("some/prefix/missing"))
        .withMessageStartingWith("some/prefix/missing is not in the bucket \"backups\" at http:");
    var copy = drive().open(drive().store(dump, NAME, bytes -> {}));
    drive().delete(KEY);
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> copy.read(0, 1))
        .withMessage("The copy is not in the bucket \"backups\" any more.");
  }

  @Test
  void deletesACopyAndIsContentIfItIsGone() throws Exception {
    var path = drive().store(dump, NAME, bytes -> {});
    put("some/prefix/kept", new byte[1]);

    drive(with("another")).delete(path);
    drive().delete(path);

    assertThat(keys()).containsExactly("some/prefix/kept");
  }

  @Test
  void theCheckLeavesNothingBehind() throws Exception {
    drive().check();
    drive(with("")).check();

    assertThat(keys()).isEmpty();
  }

  @Test
  void removesWhatAKilledProcessLeftOfExactlyThisCopy() throws Exception {
    begin(KEY);
    begin(KEY);
    begin(KEY + ".another");
    put(KEY, new byte[1]);

    drive().removeLeftovers(NAME);
    drive().removeLeftovers("unknown");

    assertThat(unfinished()).isEqualTo(1);
    assertThat(keys()).containsExactly(KEY);
    client.abortMultipartUpload(
        r ->
            r.bucket(S3ProxyServer.BUCKET)
                .key(KEY + ".another")
                .uploadId(uploads().getFirst().uploadId()));
  }

  private void truncate() {
    try (var file = FileChannel.open(dump.file(), StandardOpenOption.WRITE)) {
      file.truncate(S3Dumps.IN_PARTS - 1_000);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void begin(String key) {
    client.createMultipartUpload(r -> r.bucket(S3ProxyServer.BUCKET).key(key));
  }

  private static S3Object object(String key) {
    return client.listObjectsV2(r -> r.bucket(S3ProxyServer.BUCKET).prefix(key)).contents().get(0);
  }

  private static int unfinished() {
    return uploads().size();
  }

  private static List<MultipartUpload> uploads() {
    return client.listMultipartUploads(r -> r.bucket(S3ProxyServer.BUCKET)).uploads();
  }
}
