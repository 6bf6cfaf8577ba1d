package io.backupman.core.drive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.backupman.core.file.SmallDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LocalDriveTest {
  private static final String NAME = "a-20250702100000-1b0e1b0f.sql.gz";

  @TempDir Path folder;
  private Path storage = Path.of("");
  private Path dump = Path.of("");

  @BeforeEach
  void dump() throws IOException {
    storage = folder.resolve("x/../storage/deep");
    dump = folder.resolve("dump");
    byte[] contents = new byte[9_000_000];
    new Random(1).nextBytes(contents);
    Files.write(dump, contents);
  }

  @Test
  void storesACopyForItsOwnerOnly() throws Exception {
    AtomicLong progress = new AtomicLong();
    String path = drive().store(dump, NAME, progress::addAndGet);
    assertThat(path).isEqualTo(folder + "/storage/deep/" + NAME);
    assertThat(Path.of(path)).hasSameBinaryContentAs(dump);
    assertThat(progress).hasValue(9_000_000);
    assertThat(mode(Path.of(path))).isEqualTo("rw-------");
    assertThat(mode(folder.resolve("storage"))).isEqualTo("rwx------");
    assertThat(folder.resolve("storage/deep").toFile().list()).containsExactly(NAME);
    assertThat(dump).exists();
  }

  @Test
  void storesAnEmptyFile() throws Exception {
    Files.write(dump, new byte[0]);
    assertThat(Path.of(drive().store(dump, NAME, bytes -> {}))).isEmptyFile();
  }

  @Test
  void neverReplacesAnotherFile() throws Exception {
    Path there = Files.writeString(Files.createDirectories(real()).resolve(NAME), "another");
    assertThatExceptionOfType(DriveException.class)
        .isThrownBy(() -> drive().store(dump, NAME, bytes -> {}))
        .withMessage(
            "There is another file %s in %s already; it was left as it is.", NAME, storage);
    assertThat(there).hasContent("another");
    assertThat(real().toFile().list()).containsExactly(NAME);
  }

  @Test
  void takesTheVerySameFileForTheCopy() throws Exception {
    String first = drive().store(dump, NAME, bytes -> {});
    AtomicLong progress = new AtomicLong();
    assertThat(drive().store(dump, NAME, progress::addAndGet)).isEqualTo(first);
    assertThat(progress).hasValue(9_000_000);
  }

  @Test
  void aFullDiskIsSaidAndLeavesNothing() throws Exception {
    try (SmallDisk disk = SmallDisk.mount("size=1m")) {
      storage = disk.folder();
      assertThatExceptionOfType(DriveException.class)
          .isThrownBy(() -> drive().store(dump, NAME, bytes -> {}))
          .withMessageStartingWith("No space left in " + storage + " while the copy was written:");
      assertThat(storage).isEmptyDirectory();
    }
  }

  @Test
  void aReadOnlyDiskIsSaidAlsoByTheCheck() throws Exception {
    try (SmallDisk disk = SmallDisk.mount("size=1m,ro")) {
      storage = disk.folder();
      assertThatExceptionOfType(DriveException.class)
          .isThrownBy(() -> drive().store(dump, NAME, bytes -> {}))
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
        .isThrownBy(() -> drive().store(dump, NAME, bytes -> {}))
        .withMessageContaining("is not a folder");
    assertThatExceptionOfType(DriveException.class)
        .isThrownBy(() -> drive().check())
        .withMessageContaining("is not a folder");
  }

  @Test
  void aMissingDumpIsSaid() {
    Path missing = folder.resolve("missing");
    assertThatExceptionOfType(DriveException.class)
        .isThrownBy(() -> drive().store(missing, NAME, bytes -> {}))
        .withMessage("The dump %s is not there any more.", missing);
  }

  @Test
  void anInterruptEndsItAndLeavesNothing() {
    assertThatExceptionOfType(InterruptedException.class)
        .isThrownBy(() -> drive().store(dump, NAME, bytes -> Thread.currentThread().interrupt()));
    assertThat(Thread.interrupted()).isFalse();
    assertThat(real()).isEmptyDirectory();
  }

  @Test
  void deletesACopyAndIsContentIfItIsGone() throws Exception {
    var kept = drive().store(dump, "kept", bytes -> {});
    var path = drive().store(dump, "copy", bytes -> {});

    drive().delete(path);
    drive().delete(path);

    assertThat(Path.of(path)).doesNotExist();
    assertThat(Path.of(kept)).exists();
  }

  @Test
  void aFolderThatIsEmptyOrGoneMayBeADiskThatIsAway() throws Exception {
    var path = drive().store(dump, "copy", bytes -> {});
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
