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

  @ParameterizedTest
  @ValueSource(strings = {"root", "Postgres", "finished", "12345"})
  void leavesOrdinaryWordsWhereNoSecretIsToBeExpected(String word) {
    var masker = Masker.of(List.of(word));

    assertThat(masker.mask("provider: \"" + word + "\", " + word + " main"))
        .isEqualTo("provider: \"" + word + "\", " + word + " main");
  }

  @Test
  void leavesWordsOfWhatIsShownAnyway() {
    var masker =
        Masker.of(List.of("hollyhock", "3f2a-9c1d")).leaving(List.of("Hollyhock 1", "3f2a-9c1d"));

    assertThat(masker.mask("hollyhock finished")).isEqualTo("hollyhock finished");
    assertThat(masker.mask("3f2a-9c1d")).as("no word, whoever shows it").isEqualTo("***");
    assertThat(Masker.of(List.of("hollyhock")).mask("hollyhock")).isEqualTo("***");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "password=%s",
        "\"Password\": \"%s\"",
        "mysql://root:%s@db.example.com/shop",
        "api_key=%s&a=b",
        "Authorization: Bearer %s",
        "token: '%s'",
        "{\\\"password\\\": \\\"%s\\\"}",
        "{\\\\\\\"password\\\\\\\":\\\\\\\"%s\\\\\\\"}",
        "&quot;password&quot;:&quot;%s&quot;",
        "?next=%%3Fpassword%%3D%s",
        "%%22password%%22%%3a%%22%s%%22"
      })
  void hidesOrdinaryWordsWhereASecretIsToBeExpected(String text) {
    assertThat(Masker.of(List.of("root")).mask(text.formatted("root")))
        .isEqualTo(text.formatted("***"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'it''s \"so\"!'",
        "\"it's \"\"so\"\"!\"",
        "'it'\\''s \"so\"!'",
        "'it'\"'\"'s \"so\"!'",
        "\"'it''s \\\"so\\\"!'\""
      })
  void hidesSecretsWhoseQuotesAreSpelledAsWithinQuotes(String text) {
    var masked = Masker.of(List.of("it's \"so\"!")).mask(text);

    assertThat(masked).matches("[\"']{1,2}\\*\\*\\*[\"']{1,2}");
  }

  @Test
  void leavesTheQuotesBesideASecretAlone() {
    var masker = Masker.of(List.of("'quo'te'"));

    assertThat(masker.mask("''quo'te''")).isEqualTo("'***'");
    assertThat(masker.mask("'''quo''te'''")).isEqualTo("''***''");
    assertThat(masker.mask("'' quo'te ''")).isEqualTo("'' quo'te ''");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'",
        "''",
        "'\\",
        "'\\'",
        "'\\''",
        "'\"",
        "'\"'",
        "'\"'\"",
        "'\\\"",
        "'\\\"'",
        "'%22%27%2",
        "'\"…",
        "'\\'…"
      })
  void hidesASecretThatWasCutWithinTheQuotesThatAQuoteIsSpelledAs(String left) {
    var masker = Masker.of(List.of("correct'horse"));

    assertThat(masker.mask("It said: correct" + left)).isEqualTo("It said: ***");
    assertThat(masker.mask("It said: correct" + left + " or")).contains(" or");
  }

  @Test
  void hidesWhatACutTextHasLeftOfASecret() {
    var masker = Masker.of(List.of("correct-horse"));

    assertThat(masker.mask("It said: correct-ho…")).isEqualTo("It said: ***");
    assertThat(masker.mask("It said: correct%2Dh")).isEqualTo("It said: ***");
    assertThat(masker.mask("It said: correct%2")).isEqualTo("It said: ***");
    assertThat(Masker.of(List.of("correct-🔑")).mask("correct%252D%2525F0%25259F%252594%25259…"))
        .isEqualTo("***");
    assertThat(Masker.of(List.of("correct-🔑")).mask("correct-\ud83d…")).isEqualTo("***");
    assertThat(Masker.of(List.of("geheim-für-alle")).mask("geheim-f\ufffd")).isEqualTo("***");
    assertThat(masker.mask("?a=correct&next=/b")).as("goes on").isEqualTo("?a=correct&next=/b");
    assertThat(masker.mask("It said: corr")).as("a word, perhaps").isEqualTo("It said: corr");
  }
}
