package io.backupman.core.age;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.backupman.core.file.SmallDisk;
import io.backupman.core.source.Dump;
import io.backupman.core.testing.AgeKey;
import io.backupman.core.testing.AgeProgram;
import io.backupman.core.testing.Dumps;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class AgeWriterTest {
  private static final int CHUNK = 64 * 1024;
  private static final String NAME = "shop-20251123100000-1b0e1b0f.sql.gz";
  private static final AgeKey ANN = AgeKey.create();
  private static final AgeKey BOB = AgeKey.create();

  @TempDir private Path folder;
  private final AgeWriter writer = new AgeWriter();

  @ParameterizedTest
  @ValueSource(ints = {0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 1_000_000})
  void eachRecipientCanOpenWhatItWrites(int size) throws Exception {
    var dump = dump(folder, size);
    var bytes = new AtomicLong();

    var encrypted = writer.write(dump, AgeKey.recipients(ANN, BOB), bytes::addAndGet);

    assertThat(encrypted).isEqualTo(Dumps.of(encrypted.file()));
    assertThat(encrypted.file().getParent()).isEqualTo(folder.toAbsolutePath());
    assertThat(bytes).hasValue(2L * size); // encrypted, and read back
    for (var key : new AgeKey[] {ANN, BOB}) {
      var identities = Identities.read(AgeKey.write(folder.resolve("key.txt"), key));
      try (var in = Files.newInputStream(encrypted.file());
          var contents = new AgeReader("it", identities).open(in)) {
        assertThat(contents.readAllBytes()).isEqualTo(Files.readAllBytes(dump.file()));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, CHUNK, 1_000_000})
  void theProgramAgeOpensIt(int size) throws Exception {
    var dump = dump(folder, size);
    var key = AgeKey.write(folder.resolve("key.txt"), ANN);

    var encrypted = writer.write(dump, AgeKey.recipients(BOB, ANN), b -> {});

    assertThat(AgeProgram.decrypt(encrypted.file(), key, folder.resolve("plain")))
        .hasSameBinaryContentAs(dump.file());
  }

  @Test
  void servesAsManyRecipientsAsItTakes() throws Exception {
    var many =
        IntStream.range(0, Recipients.MOST).mapToObj(i -> AgeKey.create()).toArray(AgeKey[]::new);

    var encrypted = writer.write(dump(folder, 10), AgeKey.recipients(many), b -> {});

    assertThat(Files.readString(encrypted.file(), ISO_8859_1))
        .startsWith("age-encryption.org/v1\n-> X25519 ");
  }

  @Test
  void theFileIsForItsOwnerOnlyAndUnlikeAnyOtherEncryptionOfTheSame() throws Exception {
    var dump = dump(folder, 100);

    var first = writer.write(dump, AgeKey.recipients(ANN), b -> {});
    var second = writer.write(dump, AgeKey.recipients(ANN), b -> {});
    var other = writer.write(dump, AgeKey.recipients(BOB), b -> {});

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(first.file())))
        .isEqualTo("rw-------");
    assertThat(second.file()).isEqualTo(first.file()).isNotEqualTo(other.file());
    assertThat(second.sha256()).isNotEqualTo(first.sha256());
    writer.discard(dump, AgeKey.recipients(ANN));
    assertThat(folder.toFile().list())
        .containsExactlyInAnyOrder(NAME, other.file().getFileName().toString());
  }

  @Test
  void aFullDiskIsSaidAndNothingIsLeft() throws Exception {
    try (var disk = SmallDisk.mount("size=1m")) {
      var dump = dump(disk.folder(), 600_000);

      assertThatExceptionOfType(AgeException.class)
          .isThrownBy(() -> writer.write(dump, AgeKey.recipients(ANN), b -> {}))
          .withMessageStartingWith(
              "No space left in " + disk.folder() + " while the dump was encrypted:");
      assertThat(disk.folder().toFile().list()).containsExactly(NAME);
    }
  }

  @Test
  void aDumpThatHasChangedIsNotEncrypted() throws Exception {
    var dump = dump(folder, 100_000);
    var bytes = Files.readAllBytes(dump.file());
    bytes[70_000] ^= 1;
    Files.write(dump.file(), bytes);

    assertThatExceptionOfType(AgeException.class)
        .isThrownBy(() -> writer.write(dump, AgeKey.recipients(ANN), b -> {}))
        .withMessageContaining("is not as it was when it was written, so it is not encrypted");
    assertThat(folder.toFile().list()).containsExactly(NAME);
  }

  @Test
  void aDumpThatIsGoneIsSaid() throws Exception {
    var dump = dump(folder, 10);
    Files.delete(dump.file());

    assertThatExceptionOfType(AgeException.class)
        .isThrownBy(() -> writer.write(dump, AgeKey.recipients(ANN), b -> {}))
        .withMessage("The dump " + dump.file() + " is not there any more.");
    assertThat(folder).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(ints = {22, 30, 100, 500, CHUNK + 200, 2 * CHUNK})
  void whatCannotBeReadBackIsNotTaken(int broken) throws Exception {
    var dump = dump(folder, 3 * CHUNK);
    var once = new AtomicLong();

    assertThatExceptionOfType(AgeException.class)
        .isThrownBy(
            () ->
                writer.write(
                    dump,
                    AgeKey.recipients(ANN),
                    bytes -> {
                      if (once.addAndGet(bytes) == 3 * CHUNK) {
                        flipInPart(broken);
                      }
                    }))
        .withMessage(
            "The encrypted dump in "
                + folder.toAbsolutePath()
                + " cannot be read back as it was written: is the disk in order?");
    assertThat(folder.toFile().list()).containsExactly(NAME);
  }

  /** The last chunk is still to be written then. */
  private void flipInPart(int position) {
    try (var files = Files.newDirectoryStream(folder, "*.part")) {
      var part = files.iterator().next();
      try (var file = new RandomAccessFile(part.toFile(), "rw")) {
        file.seek(position);
        var there = file.read();
        file.seek(position);
        file.write(there ^ 1);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void anInterruptLeavesNothing() throws Exception {
    var dump = dump(folder, 10 * CHUNK);

    assertThatExceptionOfType(InterruptedException.class)
        .isThrownBy(
            () ->
                writer.write(
                    dump, AgeKey.recipients(ANN), b -> Thread.currentThread().interrupt()));
    assertThat(folder.toFile().list()).containsExactly(NAME);
  }

  @Test
  void removesWhatIsLeftOfOneDumpAndNothingElse() throws IOException {
    var left = new String[] {NAME + ".to-0a1b2c3d.age", NAME + ".to-0a1b2c3d.age.part"};
    var others =
        new String[] {
          NAME,
          NAME + ".age",
          NAME + ".age.part",
          "shop-20251123100000-1b0e1b0f-2.sql.gz.age",
          "shop-20251124100000-1b0e1b0f.sql.gz.to-0a1b2c3d.age"
        };
    for (var name : left) {
      Files.createFile(folder.resolve(name));
    }
    for (var name : others) {
      Files.createFile(folder.resolve(name));
    }

    writer.removeLeftovers(folder, "shop-20251123100000-1b0e1b0f");
    writer.removeLeftovers(folder.resolve("none"), "shop-20251123100000-1b0e1b0f");

    assertThat(folder.toFile().list()).containsExactlyInAnyOrder(others);
  }

  @Test
  void eachRunStoresUnderItsOwnNameThatEndsAsTheDumpDid() {
    assertThat(AgeWriter.storedName(NAME, 1)).isEqualTo(NAME + ".age");
    assertThat(AgeWriter.storedName(NAME, 2))
        .isEqualTo("shop-20251123100000-1b0e1b0f-2.sql.gz.age");
    assertThat(AgeWriter.storedName("shop", 3)).isEqualTo("shop-3.age");
  }

  private static Dump dump(Path folder, int size) throws IOException {
    var bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return Dumps.of(Files.write(folder.resolve(NAME), bytes));
  }
}
