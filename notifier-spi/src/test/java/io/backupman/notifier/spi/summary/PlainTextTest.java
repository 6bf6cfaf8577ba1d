package io.backupman.notifier.spi.summary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class PlainTextTest {

  @Test
  void oneLineIsOneLine() {
    assertThat(PlainText.oneLine(" a\r\nb\tc\u0000d\u0085e\u2028f ")).isEqualTo("a b c d e f");
  }

  @Test
  void linesKeepOnlyTheirEnds() {
    assertThat(PlainText.lines("a\r\nb\rc\n\td\u0007e\u009bf\n")).isEqualTo("a\nb\nc\n\td e f");
  }

  @Test
  void aCutNeverHalvesACharacter() {
    assertThat(PlainText.cut("abcdef", 4)).isEqualTo("abc…");
    assertThat(PlainText.cut("ab🚀cdef", 4)).isEqualTo("ab…");
    assertThat(PlainText.cut("abcd", 4)).isEqualTo("abcd");
    assertThatIllegalArgumentException().isThrownBy(() -> PlainText.cut("abcd", 1));
  }
}
