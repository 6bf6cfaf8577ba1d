package io.backupman.core.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.github.luben.zstd.ZstdInputStream;
import io.backupman.core.file.SmallDisk;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class DumpWriterTest {
  private static final byte[] CONTENTS = contents();
  private static final String NAME = "a-20250702100000-1b0e1b0f.txt";

  @TempDir Path folder;
  private final DumpWriter writer = new DumpWriter();

  @ParameterizedTest
  @EnumSource
  void writesWhatTheSourceDumps(Compression compression) throws Exception {
    Dump dump = writer.write(whole(compression), NAME, bytes -> {});
    byte[] file = Files.readAllBytes(dump.file());
    assertThat(decompressed(compression, file)).isEqualTo(CONTENTS);
    assertThat(dump.sizeBytes()).isEqualTo(file.length);
    assertThat(dump.sha256())
        .isEqualTo(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file)));
    assertThat(dump.file()).isEqualTo(folder.toAbsolutePath().resolve(NAME));
    assertThat(folder.toFile().list()).containsExactly(NAME);
  }

  @ParameterizedTest
  @EnumSource
  void anEmptyDumpIsWholeToo(Compression compression) throws Exception {
    Dump dump = writer.write(source(compression, (out, heartbeat) -> {}), NAME, bytes -> {});
    assertThat(decompressed(compression, Files.readAllBytes(dump.file()))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void manyAtOnceDoNotMixUp(Compression compression) throws Exception {
    try (var threads = Executors.newFixedThreadPool(10)) {
      var dumps = new ArrayList<Future<Dump>>();
      for (int i = 0; i < 10; i++) {
        byte[] own = ("This is number " + i + ". ").repeat(50_000).getBytes(UTF_8);
        FakeSource source = source(compression, (out, heartbeat) -> out.write(own));
        String name = i + "-" + NAME;
        dumps.add(threads.submit(() -> writer.write(source, name, bytes -> {})));
      }
      for (int i = 0; i < 10; i++) {
        byte[] file = Files.readAllBytes(dumps.get(i).get().file());
        assertThat(new String(decompressed(compression, file), UTF_8))
            .isEqualTo(("This is number " + i + ". ").repeat(50_000));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"GZIP", "ZSTD"})
  void aFlippedBitOfTheFileIsFoundByItsOwnChecksum(Compression compression) throws Exception {
    byte[] file = Files.readAllBytes(writer.write(whole(compression), NAME, b -> {}).file());
    int checksum = compression == Compression.GZIP ? file.length - 8 : file.length - 1;
    file[checksum] ^= 1;
    assertThatIOException().isThrownBy(() -> decompressed(compression, file));
  }

  @Test
  void theFileIsForItsOwnerOnly() throws Exception {
    Dump dump = writer.write(whole(Compression.GZIP), NAME, bytes -> {});
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dump.file())))
        .isEqualTo("rw-------");
  }

  @Test
  void tellsHowManyBytesWereDumpedAndThatItIsAlive() throws Exception {
    AtomicLong bytes = new AtomicLong();
    AtomicInteger signsOfLife = new AtomicInteger();
    FakeSource source =
        source(
            Compression.GZIP,
            (out, heartbeat) -> {
              heartbeat.run();
              out.write(CONTENTS);
              out.write(1);
            });
    writer.write(
        source,
        NAME,
        more -> {
          bytes.addAndGet(more);
          signsOfLife.addAndGet(more == 0 ? 1 : 0);
        });
    assertThat(bytes).hasValue(CONTENTS.length + 1L);
    assertThat(signsOfLife).hasValue(1);
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsLeftWhenTheSourceFailsHalfWay(Compression compression) {
    SourceException failure = new SourceException("It is broken.");
    FakeSource source =
        source(
            compression,
            (out, heartbeat) -> {
              out.write(CONTENTS);
              throw failure;
            });
    assertThatExceptionOfType(SourceException.class)
        .isThrownBy(() -> writer.write(source, NAME, bytes -> {}))
        .isSameAs(failure);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void beginsTheFileAnewWhenThatIsWorthIt() throws Exception {
    AtomicInteger tries = new AtomicInteger();
    FakeSource source =
        source(
            Compression.NONE,
            (out, heartbeat) -> {
              out.write(tries.incrementAndGet());
              if (tries.get() == 1) {
                throw SourceException.worthAnotherTry("Overtaken.");
              }
            });
    Dump dump = writer.write(source, NAME, bytes -> {});
    assertThat(Files.readAllBytes(dump.file())).containsExactly(2);
    assertThat(dump.sizeBytes()).isEqualTo(1);
  }

  @Test
  void givesUpAfterTheSecondTime() {
    AtomicInteger tries = new AtomicInteger();
    FakeSource source =
        source(
            Compression.NONE,
            (out, heartbeat) -> {
              throw SourceException.worthAnotherTry("Overtaken " + tries.incrementAndGet());
            });
    assertThatExceptionOfType(SourceException.class)
        .isThrownBy(() -> writer.write(source, NAME, bytes -> {}))
        .withMessage("Overtaken 2");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void anInterruptWhileWritingEndsItAndLeavesNothing() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    FakeSource source =
        source(
            Compression.NONE,
            (out, heartbeat) -> {
              started.countDown();
              while (true) {
                out.write(1);
              }
            });
    AtomicReference<Exception> outcome = new AtomicReference<>();
    Thread thread =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    writer.write(source, NAME, bytes -> {});
                  } catch (InterruptedException | RuntimeException e) {
                    outcome.set(e);
                  }
                });
    started.await();
    thread.interrupt();
    assertThat(thread.join(Duration.ofSeconds(5))).isTrue();
    assertThat(outcome.get()).isInstanceOf(InterruptedException.class);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void anInterruptBeforeTheFileIsPublishedLeavesNothing() {
    FakeSource source =
        source(Compression.NONE, (out, heartbeat) -> Thread.currentThread().interrupt());
    assertThatExceptionOfType(InterruptedException.class)
        .isThrownBy(() -> writer.write(source, NAME, bytes -> {}));
    assertThat(Thread.interrupted()).isFalse();
    assertThat(folder).isEmptyDirectory();
  }

  @ParameterizedTest
  @EnumSource
  void aFullDiskIsSaidAndLeavesNothing(Compression compression) throws Exception {
    try (SmallDisk disk = SmallDisk.mount("size=256k")) {
      FakeSource source = new FakeSource(disk.folder(), compression, DumpWriterTest::endless);
      assertThatExceptionOfType(SourceException.class)
          .isThrownBy(() -> writer.write(source, NAME, bytes -> {}))
          .withMessageStartingWith(
              "No space left in " + disk.folder() + " while the dump was written: ");
      assertThat(disk.folder()).isEmptyDirectory();
    }
  }

  @Test
  void aReadOnlyDiskIsSaid() throws Exception {
    try (SmallDisk disk = SmallDisk.mount("size=256k,ro")) {
      FakeSource source =
          new FakeSource(disk.folder().resolve("x"), Compression.GZIP, DumpWriterTest::endless);
      assertThatExceptionOfType(SourceException.class)
          .isThrownBy(() -> writer.write(source, NAME, bytes -> {}))
          .withMessageContaining("may not be written to")
          .withMessageContaining("Read-only file system");
    }
  }

  @Test
  void aFileInPlaceOfTheFolderIsSaid() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    for (Path bad : new Path[] {file, file.resolve("below")}) {
      FakeSource source = new FakeSource(bad, Compression.GZIP, DumpWriterTest::endless);
      assertThatExceptionOfType(SourceException.class)
          .isThrownBy(() -> writer.write(source, NAME, bytes -> {}))
          .withMessageContaining("is not a folder");
    }
  }

  @Test
  void discardsADumpAndAHalfWrittenOne() throws Exception {
    Dump dump = writer.write(whole(Compression.NONE), NAME, bytes -> {});
    Files.createFile(folder.resolve(NAME + ".part"));
    Path other = Files.createFile(folder.resolve("other.txt"));
    writer.discard(whole(Compression.NONE).settings(), NAME);
    writer.discard(whole(Compression.NONE).settings(), NAME);
    assertThat(dump.file()).doesNotExist();
    assertThat(folder.toFile().listFiles()).containsExactly(other.toFile());
  }

  private FakeSource whole(Compression compression) {
    return source(compression, (out, heartbeat) -> out.write(CONTENTS));
  }

  private FakeSource source(Compression compression, FakeSource.Dumping dumping) {
    return new FakeSource(folder, compression, dumping);
  }

  private static void endless(OutputStream out, Runnable heartbeat) throws IOException {
    byte[] noise = CONTENTS.clone();
    while (true) {
      out.write(noise);
    }
  }

  private static byte[] decompressed(Compression compression, byte[] file) throws IOException {
    InputStream in = new ByteArrayInputStream(file);
    try (InputStream plain =
        switch (compression) {
          case GZIP -> new GZIPInputStream(in);
          case ZSTD -> new ZstdInputStream(in);
          case NONE -> in;
        }) {
      return plain.readAllBytes();
    }
  }

  /** Half noise, half the same over and over. */
  private static byte[] contents() {
    byte[] bytes = new byte[600_000];
    new Random(1).nextBytes(bytes);
    Arrays.fill(bytes, 300_000, 600_000, "x".getBytes(UTF_8)[0]);
    return bytes;
  }
}
