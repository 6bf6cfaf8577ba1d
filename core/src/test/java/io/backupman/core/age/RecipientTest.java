package io.backupman.core.age;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.exceptionfactory.jagged.bech32.Bech32;
import io.backupman.core.testing.AgeKey;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecipientTest {
  private static final AgeKey ANN = AgeKey.create();
  private static final AgeKey BOB = AgeKey.create();

  @Test
  void isValidAsAgeWritesIt() {
    assertThat(Recipient.isValid(ANN.recipient())).isTrue();
    assertThat(Recipient.isValid("age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj"))
        .isTrue();
  }

  @Test
  void isNotWhereACharacterIsWrong() {
    var text = ANN.recipient();
    for (int i = 0; i < text.length(); i++) {
      var wrong = text.charAt(i) == 'q' ? 'p' : 'q';
      var broken = text.substring(0, i) + wrong + text.substring(i + 1);
      assertThat(Recipient.isValid(broken)).as(broken).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "1",
        "age1",
        "age",
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDfQTZ1nsrs0v4",
        "age1\u00fc",
        "AGE-SECRET-KEY-1"
      })
  void isNotAnythingElse(String text) {
    assertThat(Recipient.isValid(text)).isFalse();
  }

  @Test
  void isNotAKeyOfAnotherKindOrLength() {
    assertThat(Recipient.isValid(ANN.identity())).isFalse();
    assertThat(Recipient.isValid(ANN.recipient().toUpperCase(Locale.ROOT))).isFalse();
    assertThat(Recipient.isValid(" " + ANN.recipient())).isFalse();
    assertThat(Recipient.isValid(bech32("age", 31))).isFalse();
    assertThat(Recipient.isValid(bech32("age", 33))).isFalse();
    assertThat(Recipient.isValid(bech32("age1yubikey", 33))).isFalse();
    assertThat(Recipient.isValid("q".repeat(10_000))).isFalse();
  }

  @Test
  void isNotAKeyToWhichNothingCanBeEncrypted() {
    var lowOrderPoint = Bech32.getEncoder().encode("age", new byte[32]).toString();

    assertThat(Recipient.isValid(lowOrderPoint)).isFalse();
  }

  private static String bech32(String kind, int length) {
    var key = new byte[length];
    key[0] = 9;
    return Bech32.getEncoder().encode(kind, key).toString();
  }

  @Test
  void neverTellsWhatItRefuses() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Recipient(ANN.identity()))
        .withMessage("Not a recipient of age")
        .withNoCause();
  }

  @Test
  void severalAreTheSameInAnyOrder() {
    var ann = new Recipient(ANN.recipient());
    var bob = new Recipient(BOB.recipient());

    assertThat(new Recipients(List.of(ann, bob, ann))).isEqualTo(new Recipients(List.of(bob, ann)));
    assertThat(new Recipients(List.of(ann, bob)).mark())
        .hasSize(8)
        .isEqualTo(new Recipients(List.of(bob, ann)).mark())
        .isNotEqualTo(new Recipients(List.of(ann)).mark());
  }
}
