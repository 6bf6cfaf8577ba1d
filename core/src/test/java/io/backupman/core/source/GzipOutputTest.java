package io.backupman.core.source;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class GzipOutputTest {
  private static final int BLOCK = DeflatedBlock.BYTES;
  private static final int HEADER_AND_TRAILER = 10 + 8;

  @TempDir private Path folder;

  static IntStream sizes() {
    return IntStream.of(0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK, 20 * BLOCK, 20 * BLOCK + 7);
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void isOneMemberAroundTheBordersOfBlocks(int size) throws Exception {
    for (byte[] contents : new byte[][] {noise(size), rows(size)}) {
      byte[] file = compressed(contents);
      assertThat(onlyMember(file, size)).isEqualTo(contents);
      assertThat(new GZIPInputStream(new ByteArrayInputStream(file)).readAllBytes())
          .isEqualTo(contents);
    }
  }

  @Test
  void theProgramReadsIt() throws Exception {
    byte[] contents = rows(5 * BLOCK + 1);
    var file = Files.write(folder.resolve("a.gz"), compressed(contents));
    var gunzip = new ProcessBuilder("gunzip", file.toString()).redirectErrorStream(true).start();
    assertThat(new String(gunzip.getInputStream().readAllBytes(), US_ASCII)).isEmpty();
    assertThat(gunzip.waitFor()).isZero();
    assertThat(Files.readAllBytes(folder.resolve("a"))).isEqualTo(contents);
  }

  @Test
  void isHardlyLargerThanWhatOneThreadMakes() throws Exception {
    byte[] contents = rows(20 * BLOCK);
    var usual = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(usual)) {
      gzip.write(contents);
    }
    assertThat(compressed(contents).length).isLessThan((int) (usual.size() * 1.01));
  }

  @Test
  void isTheSameWithoutFurtherThreads() throws Exception {
    byte[] contents = rows(20 * BLOCK + 1);
    Executor ownThread = Runnable::run;
    Executor never = task -> {};
    assertThat(compressed(contents, ownThread)).isEqualTo(compressed(contents));
    assertThat(compressed(contents, never)).isEqualTo(compressed(contents));
  }

  @Test
  void whoWritesWaitsForASlowFile() throws Exception {
    var release = new CountDownLatch(1);
    var taken = new AtomicLong();
    var file = new SlowFile(release);
    var writer =
        Thread.ofPlatform()
            .start(
                () -> {
                  try (var out = new GzipOutput(file)) {
                    byte[] piece = noise(BLOCK);
                    for (int i = 0; i < 20; i++) {
                      out.write(piece);
                      taken.addAndGet(piece.length);
                    }
                  } catch (IOException e) {
                    throw new IllegalStateException(e);
                  }
                });
    await().until(() -> writer.getState() == Thread.State.WAITING && file.isAsked());
    assertThat(taken).hasValueLessThanOrEqualTo((GzipOutput.MOST_BLOCKS + 1L) * BLOCK);
    release.countDown();
    writer.join();
    assertThat(taken).hasValue(20L * BLOCK);
  }

  @Test
  void anInterruptWhileTheFileIsSlowEndsIt() throws Exception {
    var file = new SlowFile(new CountDownLatch(1));
    var outcome = new AtomicReference<Exception>();
    var writer =
        Thread.ofPlatform()
            .start(
                () -> {
                  try (var out = new GzipOutput(file)) {
                    while (true) {
                      out.write(noise(BLOCK));
                    }
                  } catch (IOException e) {
                    outcome.set(e);
                  }
                });
    await().until(file::isAsked);
    writer.interrupt();
    writer.join();
    assertThat(outcome.get())
        .isInstanceOf(ClosedByInterruptException.class)
        .hasNoSuppressedExceptions();
    assertThat(file.calls()).as("writes of the header and one block").isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 8})
  void afterAFailureNothingMoreIsWritten(int good) throws Exception {
    var calls = new AtomicInteger();
    var full =
        new OutputStream() {
          @Override
          public void write(int b) {
            throw new AssertionError();
          }

          @Override
          public void write(byte[] bytes, int offset, int length) throws IOException {
            if (calls.incrementAndGet() > good) {
              throw new IOException("No space left on device, call " + calls.get());
            }
          }
        };
    assertThatIOException()
        .isThrownBy(
            () -> {
              try (var out = new GzipOutput(full)) {
                for (int i = 0; i < 50; i++) {
                  out.write(noise(BLOCK));
                }
              }
            })
        .withMessage("No space left on device, call " + (good + 1));
    assertThat(calls).hasValue(good + 1);
  }

  @Test
  void aFailureWhileDeflatingIsSaid() throws Exception {
    Executor failing = deflating -> ((Future<?>) deflating).cancel(true);
    var out = new GzipOutput(new ByteArrayOutputStream(), failing);
    assertThatIOException()
        .isThrownBy(
            () -> {
              try (out) {
                out.write(noise(20 * BLOCK));
              }
            })
        .withMessage("the dump could not be compressed");
    assertThatIOException().isThrownBy(() -> out.write(1));
  }

  @Test
  void closingASecondTimeDoesNothing() throws Exception {
    var bytes = new ByteArrayOutputStream();
    var out = new GzipOutput(bytes);
    out.write(1);
    out.close();
    int size = bytes.size();
    out.close();
    assertThat(bytes.size()).isEqualTo(size);
  }

  private static byte[] compressed(byte[] contents) throws IOException {
    try (var threads = Executors.newFixedThreadPool(3)) {
      return compressed(contents, threads);
    }
  }

  private static byte[] compressed(byte[] contents, Executor threads) throws IOException {
    var file = new ByteArrayOutputStream();
    try (var out = new GzipOutput(file, threads)) {
      for (int i = 0; i < contents.length; i += 50_000) {
        out.write(contents, i, Math.min(50_000, contents.length - i));
      }
    }
    return file.toByteArray();
  }

  private static byte[] onlyMember(byte[] file, int size) throws Exception {
    var inflater = new Inflater(true);
    inflater.setInput(file, 10, file.length - 10);
    byte[] contents = new byte[size + 1];
    int length = inflater.inflate(contents);
    assertThat(inflater.finished()).isTrue();
    assertThat(inflater.getBytesRead()).isEqualTo(file.length - HEADER_AND_TRAILER);
    inflater.end();
    return Arrays.copyOf(contents, length);
  }

  private static byte[] noise(int size) {
    byte[] bytes = new byte[size];
    new Random(1).nextBytes(bytes);
    return bytes;
  }

  private static byte[] rows(int size) {
    var random = new Random(1);
    var text = new StringBuilder(size + 100);
    for (int i = 0; text.length() < size; i++) {
      text.append(
          "(%s,'customer %s','shipped',%s),".formatted(i, random.nextInt(), random.nextFloat()));
    }
    return text.substring(0, size).getBytes(US_ASCII);
  }

  /** Takes the header, and then nothing until it is released. */
  private static final class SlowFile extends OutputStream {
    private final CountDownLatch release;
    private final AtomicInteger calls = new AtomicInteger();

    private SlowFile(CountDownLatch release) {
      this.release = release;
    }

    int calls() {
      return calls.get();
    }

    boolean isAsked() {
      return calls.get() > 1;
    }

    @Override
    public void write(int b) {
      throw new AssertionError();
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (calls.incrementAndGet() > 1) {
        try {
          release.await();
        } catch (InterruptedException e) {
          throw new ClosedByInterruptException();
        }
      }
    }
  }
}
