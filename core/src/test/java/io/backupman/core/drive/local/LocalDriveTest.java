package io.backupman.core.drive.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.backupman.core.drive.DriveException;
import io.backupman.core.drive.LocalDriveSettings;
import io.backupman.core.drive.StoredCopy;
import io.backupman.core.file.SmallDisk;
import io.backupman.core.source.Dump;
import io.backupman.core.testing.Dumps;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LocalDriveTest {
  private static final String NAME = "a-20250702100000-1b0e1b0f.sql.gz";
  private static final int SIZE = 300_000;

  /** Copied in several steps. */
  private static final int LARGE = 9_000_000;

  @TempDir Path folder;
  private Path storage = Path.of("");
  private Path dump = Path.of("");

  @BeforeEach
  void dump() throws IOException {
    storage = folder.resolve("x/../storage/deep");
    dump = folder.resolve("dump");
    write(SIZE);
  }

  private void write(int size) throws IOException {
    byte[] contents = new byte[size];
    new Random(1).nextBytes(contents);
    Files.write(dump, contents);
  }

  @Test
  void storesACopyForItsOwnerOnly() throws Exception {
    write(LARGE);
    AtomicLong progress = new AtomicLong();
    String path = drive().store(Dumps.of(dump), NAME, progress::addAndGet);
    assertThat(path).isEqualTo(folder + "/storage/deep/" + NAME);
    assertThat(Path.of(path)).hasSameBinaryContentAs(dump);
    assertThat(progress).hasValue(LARGE);
    assertThat(mode(Path.of(path))).isEqualTo("rw-------");
    assertThat(mode(folder.resolve("storage"))).isEqualTo("rwx------");
    assertThat(folder.resolve("storage/deep").toFile().list()).containsExactly(NAME);
    assertThat(dump).exists();
  }

  @Test
  void takesADumpByGivingItAnotherName() throws Exception {
    AtomicLong progress = new AtomicLong();
    Path path = Path.of(drive().take(Dumps.of(dump), NAME, progress::addAndGet));
    assertThat(Files.isSameFile(path, dump)).isTrue();
    assertThat(progress).hasValue(SIZE);
    assertThat(real().toFile().list()).containsExactly(NAME);

    Files.delete(dump);
    assertThat(path).hasSize(SIZE);
  }

  @Test
  void copiesADumpThatItCannotTakeFromAnotherFileSystem() throws Exception {
    try (SmallDisk disk = SmallDisk.mount("size=1m")) {
      storage = disk.folder();
      Path path = Path.of(drive().take(Dumps.of(dump), NAME, bytes -> {}));
      assertThat(path).hasSameBinaryContentAs(dump);
      assertThat(storage.toFile().list()).containsExactly(NAME);
    }
  }

  @Test
  void takesNoneThatIsNotAsItWas() throws Exception {
    Dump whole = Dumps.of(dump);
    Dump another = new Dump(dump, whole.sizeBytes(), Dumps.sha256(new byte[0]));
    assertThatExceptionOfType(DriveException.class)
        .isThrownBy(() -> drive().take(another, NAME, bytes -> {}))
        .withMessageContaining("the copy is not equal to the dump");
    assertThat(real()).isEmptyDirectory();
    assertThat(dump).exists();
  }

  @Test
  void storesAnEmptyFile() throws Exception {
    Files.write(dump, new byte[0]);
    assertThat(Path.of(drive().store(Dumps.of(dump), NAME, bytes -> {}))).isEmptyFile();
  }

  @Test
  void neverReplacesAnotherFile() throws Exception {
    Path there = Files.writeString(Files.createDirectories(real()).resolve(NAME), "another");
    assertThatExceptionOfType(DriveException.class)
        .isThrownBy(() -> drive().store(Dumps.of(dump), NAME, bytes -> {}))
        .withMessage(
            "There is another file %s in %s already; it was left as it is.", NAME, storage);
    assertThat(there).hasContent("another");
    assertThat(real().toFile().list()).containsExactly(NAME);
  }

  @Test
  void takesTheVerySameFileForTheCopy() throws Exception {
    String first = drive().store(Dumps.of(dump), NAME, bytes -> {});
    AtomicLong progress = new AtomicLong();
    assertThat(drive().store(Dumps.of(dump), NAME, progress::addAndGet)).isEqualTo(first);
    assertThat(progress).hasValue(SIZE);
  }

  @Test
  void aFullDiskIsSaidAndLeavesNothing() throws Exception {
    write(LARGE);
    try (SmallDisk disk = SmallDisk.mount("size=1m")) {
      storage = disk.folder();
      assertThatExceptionOfType(DriveException.class)
          .isThrownBy(() -> drive().store(Dumps.of(dump), NAME, bytes -> {}))
          .withMessageStartingWith("No space left in " + storage + " while the copy was written:");
      assertThat(storage).isEmptyDirectory();
    }
  }

  @Test
  void aReadOnlyDiskIsSaidAlsoByTheCheck() throws Exception {
    try (SmallDisk disk = SmallDisk.mount("size=1m,ro")) {
      storage = disk.folder();
      assertThatExceptionOfType(DriveException.class)
          .isThrownBy(() -> drive().store(Dumps.of(dump), NAME, bytes -> {}))
          .withMessageContaining("may not be written to");
      assertThatExceptionOfType(DriveException.class)
          .isThrownBy(() -> drive().check())
          .withMessageContaining("may not be written to");
    }
  }

  @Test
  void aFileInPlaceOfTheFolderIsSaidAlsoByTheCheck() throws Exception {
    storage = Files.createFile(folder.resolve("file"));
    assertThatExceptionOfType(DriveException.class)
        .isThrownBy(() -> drive().store(Dumps.of(dump), NAME, bytes -> {}))
        .withMessageContaining("is not a folder");
    assertThatExceptionOfType(DriveException.class)
        .isThrownBy(() -> drive().check())
        .withMessageContaining("is not a folder");
  }

  @Test
  void aMissingDumpIsSaid() {
    Path missing = folder.resolve("missing");
    Dump gone = new Dump(missing, 1, "00");
    assertThatExceptionOfType(DriveException.class)
        .isThrownBy(() -> drive().store(gone, NAME, bytes -> {}))
        .withMessage("The dump %s is not there any more.", missing);
  }

  @Test
  void aCopyThatIsNotEqualToTheDumpIsNone() throws Exception {
    Dump whole = Dumps.of(dump);
    Dump another = new Dump(dump, whole.sizeBytes(), Dumps.sha256(new byte[0]));
    assertThatExceptionOfType(DriveException.class)
        .isThrownBy(() -> drive().store(another, NAME, bytes -> {}))
        .withMessageContaining("the copy is not equal to the dump");
    assertThat(real()).isEmptyDirectory();
  }

  @Test
  void readsPartsOfACopy() throws Exception {
    StoredCopy copy = drive().open(drive().store(Dumps.of(dump), NAME, bytes -> {}));
    assertThat(copy.sizeBytes()).isEqualTo(SIZE);
    byte[] all = Files.readAllBytes(dump);
    try (InputStream in = copy.read(0, SIZE)) {
      assertThat(in.readAllBytes()).isEqualTo(all);
    }
    try (InputStream in = copy.read(SIZE - 10, 10)) {
      assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(all, SIZE - 10, SIZE));
    }
    try (InputStream in = copy.read(5, 1)) {
      assertThat(in.readAllBytes()).containsExactly(all[5]);
    }
  }

  @Test
  void aCopyThatEndsTooEarlyIsAnErrorNotAnEnd() throws Exception {
    Path path = Path.of(drive().store(Dumps.of(dump), NAME, bytes -> {}));
    StoredCopy copy = drive().open(path.toString());
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
      channel.truncate(100);
    }
    try (InputStream in = copy.read(0, SIZE)) {
      assertThatExceptionOfType(EOFException.class)
          .isThrownBy(in::readAllBytes)
          .withMessage(path + " ended 299900 bytes too early.");
    }
  }

  @Test
  void aCopyThatIsGoneIsSaid() throws Exception {
    Path path = Path.of(drive().store(Dumps.of(dump), NAME, bytes -> {}));
    Files.delete(path);
    assertThatExceptionOfType(DriveException.class)
        .isThrownBy(() -> drive().open(path.toString()))
        .withMessageStartingWith(path + " is not there;");
  }

  @Test
  void anInterruptEndsItAndLeavesNothing() throws Exception {
    write(LARGE);
    assertThatExceptionOfType(InterruptedException.class)
        .isThrownBy(
            () -> drive().store(Dumps.of(dump), NAME, bytes -> Thread.currentThread().interrupt()));
    assertThat(Thread.interrupted()).isFalse();
    assertThat(real()).isEmptyDirectory();
  }

  @Test
  void deletesACopyAndIsContentIfItIsGone() throws Exception {
    var kept = drive().store(Dumps.of(dump), "kept", bytes -> {});
    var path = drive().store(Dumps.of(dump), "copy", bytes -> {});

    drive().delete(path);
    drive().delete(path);

    assertThat(Path.of(path)).doesNotExist();
    assertThat(Path.of(kept)).exists();
  }

  @Test
  void aFolderThatIsEmptyOrGoneMayBeADiskThatIsAway() throws Exception {
    var path = drive().store(Dumps.of(dump), "copy", bytes -> {});
    Files.delete(Path.of(path));
    assertThatExceptionOfType(DriveException.class)
        .isThrownBy(() -> drive().delete(path))
        .withMessageEndingWith(" is empty, though it should hold copy: is it mounted?");
    Files.delete(Path.of(path).getParent());
    assertThatExceptionOfType(DriveException.class)
        .isThrownBy(() -> drive().delete(path))
        .withMessageContaining("is it mounted?");
  }

  @Test
  void deletesNothingOutsideItsFolder() throws Exception {
    assertThatExceptionOfType(DriveException.class)
        .isThrownBy(() -> drive().delete(dump.toString()))
        .withMessageContaining("is not in the drive's folder");
    assertThat(dump).exists();
  }

  /** So that whoever removes several goes on with the next. */
  @Test
  void aPathThatCannotBeExpressedHereIsSaidToBeOne() {
    assertThatExceptionOfType(DriveException.class)
        .isThrownBy(() -> drive().delete("a\0b"))
        .withMessageContaining("cannot be expressed here");
    assertThatExceptionOfType(DriveException.class).isThrownBy(() -> drive().open("a\0b"));
  }

  @Test
  void theCheckLeavesNothingBehind() throws Exception {
    drive().check();
    assertThat(folder.toFile().list()).containsExactly("dump");
    Files.createDirectories(real());
    drive().check();
    assertThat(real()).isEmptyDirectory();
  }

  private LocalDrive drive() {
    return new LocalDrive(new LocalDriveSettings("Local Drive", storage));
  }

  private Path real() {
    return storage.normalize();
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
