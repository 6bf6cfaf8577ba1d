package io.backupman.core.drive.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.core.source.Dump;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UploadPartsTest {

  @ParameterizedTest
  @CsvSource({
    "0, 1, 0",
    "1, 1, 1",
    "8388608, 1, 8388608",
    "8388609, 2, 1",
    "83886080000, 10000, 8388608",
    "83886080001, 10000, 8378610",
    "5497558138880, 10000, 549754694"
  })
  void partsGrowSoThatTheyAreNeverTooMany(long size, int count, long last) {
    var parts = usual(size);

    assertThat(parts.count()).isEqualTo(count);
    assertThat(parts.part(count - 1).length()).isEqualTo(last);
  }

  @Test
  void partsLieSideBySide() {
    long size = 100_000_000_123L;
    var parts = usual(size);
    long end = 0;
    for (int i = 0; i < parts.count(); i++) {
      assertThat(parts.part(i).offset()).isEqualTo(end);
      end += parts.part(i).length();
    }
    assertThat(end).isEqualTo(size);
  }

  private static UploadParts usual(long size) {
    var dump = new Dump(Path.of("dump"), size, "");
    return new UploadParts(dump, UploadParts.SMALLEST_BYTES, bytes -> {});
  }
}
