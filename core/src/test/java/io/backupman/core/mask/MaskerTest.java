package io.backupman.core.mask;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaskerTest {
  private static final String SECRET = "p/s+ w\"ö\\rd";
  private static final Masker MASKER = Masker.of(List.of(SECRET));

  @Test
  void hidesEveryOccurrence() {
    assertThat(MASKER.mask("a " + SECRET + " and " + SECRET + ".")).isEqualTo("a *** and ***.");
  }

  @Test
  void leavesOtherTextsAlone() {
    assertThat(MASKER.mask("nothing to see")).isEqualTo("nothing to see");
    assertThat(MASKER.mask("")).isEmpty();
    assertThat(Masker.NONE.mask(SECRET)).isEqualTo(SECRET);
  }

  @Test
  void hidesUrlEncodedForms() {
    var form = URLEncoder.encode(SECRET, UTF_8);
    assertThat(MASKER.mask("?key=" + form)).isEqualTo("?key=***");
    assertThat(MASKER.mask("/" + form.replace("+", "%20") + "/")).isEqualTo("/***/");
  }

  @Test
  void hidesJsonEscapedForms() {
    assertThat(MASKER.mask("{\"k\":\"p/s+ w\\\"ö\\\\rd\"}")).isEqualTo("{\"k\":\"***\"}");
    assertThat(MASKER.mask("{\"k\":\"p\\/s+ w\\\"ö\\\\rd\"}")).isEqualTo("{\"k\":\"***\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "ab", "abc", "user:", "\0user\0"})
  void hidesBase64WhereverTheSecretStandsInIt(String before) {
    var bytes = (before + SECRET + "|tail").getBytes(UTF_8);

    for (var encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder().withoutPadding())) {
      var masked = MASKER.mask(encoder.encodeToString(bytes));

      assertThat(masked).contains("***");
      // At most one character on each side is shared with the neighbours.
      assertThat(masked.length())
          .isLessThanOrEqualTo(
              encoder.encodeToString((before + "|tail").getBytes(UTF_8)).length() + 7);
    }
  }

  @Test
  void hidesOverlappingSecretsAsOne() {
    assertThat(Masker.of(List.of("abcdef", "efghij", "cdef")).mask("-abcdefghij-"))
        .isEqualTo("-***-");
    assertThat(Masker.of(List.of("aaaa")).mask("aaaaaa")).isEqualTo("***");
  }

  @Test
  void leavesShortSecretsAlone() {
    assertThat(Masker.of(List.of("", "abc")).mask("abc")).isEqualTo("abc");
  }

  @Test
  void takesSecretsLiterally() {
    assertThat(Masker.of(List.of("a.*$1")).mask("a.*$1 aXX1")).isEqualTo("*** aXX1");
  }

  @Test
  void doesNotTellItsSecrets() {
    assertThat(MASKER.toString()).doesNotContain(SECRET);
  }
}
