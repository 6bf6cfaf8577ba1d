package io.backupman.notifier.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarkupTest {

  @Test
  void escapesWhatHasAMeaningAndNothingElse() {
    assertThat(Markup.ENTITIES.escaped("<!channel> & *b*")).isEqualTo("&lt;!channel&gt; &amp; *b*");
    assertThat(Markup.backslash("*\\").escaped("*b* \\ _c_")).isEqualTo("\\*b\\* \\\\ _c_");
    assertThat(Markup.NONE.escaped("<b>&amp;")).isEqualTo("<b>&amp;");
  }

  @ParameterizedTest
  @CsvSource({
    "abc, 3, abc",
    "abcd, 3, ab…",
    "a<c, 6, a&lt;c",
    "a<c, 5, a…",
    "<<, 8, &lt;&lt;",
    "<<, 7, &lt;…",
    "<<<, 8, &lt;…",
    "<<<, 9, &lt;&lt;…",
    "a😀b, 4, a😀b",
    "a😀b, 3, a…",
    "abc, 1, …",
    "abc, 0, ''",
    "abc, -5, ''",
    "'', 0, ''"
  })
  void cutsBetweenCharactersAndCountsWhatIsWritten(String text, int most, String cut) {
    assertThat(Markup.ENTITIES.fit(text, most)).isEqualTo(cut);
  }
}
