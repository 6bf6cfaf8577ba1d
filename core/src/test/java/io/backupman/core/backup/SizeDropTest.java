package io.backupman.core.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SizeDropTest {
  private static final List<Long> USUAL = List.of(4_000_000L, 5_000_000L, 4_718_592L);

  @Test
  void saysByHowMuchTheDumpIsSmallerThanTheMedian() {
    assertThat(new SizeDrop(50).warning(1_258_291, USUAL))
        .contains("The dump is 73 % smaller than usual: 1.2 MiB, median of the last 3: 4.5 MiB.");
  }

  @ParameterizedTest
  @CsvSource({
    "50, 500, false",
    "50, 499, true",
    "1, 989, true",
    "1, 990, false",
    "99, 11, false",
    "99, 9, true",
    "100, 0, false",
    "0, 0, false",
  })
  void isAboutADropByMoreThanTheAlarm(int alarm, long size, boolean isTold) {
    assertThat(new SizeDrop(alarm).warning(size, List.of(1_000L, 10L, 1_000L, 1_000L)).isPresent())
        .isEqualTo(isTold);
  }

  @Test
  void takesTheMiddleOfTwo() {
    assertThat(new SizeDrop(50).warning(1, List.of(1L, 100L, 200L, 1_000L)).orElseThrow())
        .endsWith("1 byte, median of the last 4: 150 bytes.");
  }

  @Test
  void knowsNothingUsualOfTwoOrOfEmptyOnes() {
    assertThat(new SizeDrop(50).warning(1, List.of(1_000L, 1_000L))).isEmpty();
    assertThat(new SizeDrop(50).warning(0, List.of())).isEmpty();
    assertThat(new SizeDrop(50).warning(5, List.of(0L, 0L, 0L))).isEmpty();
  }
}
