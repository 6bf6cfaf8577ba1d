package io.backupman.notifier.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Utf8Test {

  @ParameterizedTest
  @CsvSource({
    "abcdef, 6, abcdef",
    "abcdefg, 6, abc…",
    "äöü, 6, äöü",
    "äöüx, 6, ä…",
    "😀😀, 7, 😀…",
    "😀😀, 6, …"
  })
  void cutsBetweenCharactersAndCountsBytes(String text, int most, String expected) {
    assertThat(Utf8.cut(text, most)).isEqualTo(expected);
    assertThat(Utf8.bytes(expected)).isLessThanOrEqualTo(most);
  }

  @Test
  void survivesHalfACharacter() {
    assertThat(Utf8.cut("ab\ud83dcdefgh", 6)).isEqualTo("ab\ud83d…");
  }
}
