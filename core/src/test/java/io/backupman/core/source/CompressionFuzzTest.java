package io.backupman.core.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.fail;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What was compressed comes back whole, and what is damaged is never taken for it. */
@Timeout(60)
class CompressionFuzzTest {

  @Test
  void aFileWithoutABeginningIsNotTakenForAnEmptyOne() {
    for (var compression : List.of(Compression.GZIP, Compression.ZSTD)) {
      assertThatIOException().isThrownBy(() -> expanded(compression, new byte[0]));
    }
  }

  @FuzzTest
  void noDamagedFileIsTakenForTheWhole(FuzzedDataProvider input) throws IOException {
    var compression = input.consumeBoolean() ? Compression.GZIP : Compression.ZSTD;
    boolean isCut = input.consumeBoolean();
    int place = input.consumeInt(0, Integer.MAX_VALUE);
    int bit = input.consumeInt(0, 7);
    var contents = repeated(input.consumeRemainingAsBytes());
    var file = compressed(compression, contents);
    assertThat(expanded(compression, file)).isEqualTo(contents);

    var damaged = Arrays.copyOf(file, isCut ? place % file.length : file.length);
    if (!isCut) {
      damaged[place % file.length] ^= (byte) (1 << bit);
    }
    byte[] read;
    try {
      read = expanded(compression, damaged);
    } catch (IOException refused) {
      assertThat(refused).hasMessageNotContainingAny("java.", "com.");
      return;
    }
    if (isCut) {
      fail("A file of %s bytes was cut to %s, and read", file.length, damaged.length);
    }
    assertThat(read).isEqualTo(contents); // Such as the time in a header.
  }

  /** Some times, so that it is long enough to be more than one block. */
  private static byte[] repeated(byte[] bytes) {
    var all = new ByteArrayOutputStream();
    for (int i = 0; i < 1 + (bytes.length % 40); i++) {
      all.writeBytes(bytes);
    }
    return all.toByteArray();
  }

  private static byte[] compressed(Compression compression, byte[] contents) throws IOException {
    var file = new ByteArrayOutputStream();
    try (var out = compression.compress(file)) {
      out.write(contents);
    }
    return file.toByteArray();
  }

  private static byte[] expanded(Compression compression, byte[] file) throws IOException {
    try (var in = compression.expand(new ByteArrayInputStream(file))) {
      return in.readAllBytes();
    }
  }
}
