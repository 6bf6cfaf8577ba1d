package io.backupman.core.download;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Timeout;

/** A link opens what it was made for, and nothing else does. */
@Timeout(60)
class LinkSignerFuzzTest {
  private final LinkSigner signer =
      new LinkSigner(() -> "0123456789abcdef0123456789abcdef".getBytes(UTF_8));

  private record Signed(UUID copy, long expires, String owner) {
    static Signed of(FuzzedDataProvider input) {
      var id = new UUID(input.consumeLong(), input.consumeLong());
      return new Signed(id, input.consumeLong(), text(input));
    }
  }

  @FuzzTest
  void onlyItsOwnSignatureOpensALink(FuzzedDataProvider input) {
    var mine = Signed.of(input);
    var other = input.consumeBoolean() ? Signed.of(input) : mine;
    var forged = text(input);

    var signature = signer.sign(mine.copy(), mine.expires(), mine.owner());

    assertThat(isRight(mine, signature)).isTrue();
    assertThat(isRight(other, signature)).isEqualTo(other.equals(mine));
    assertThat(isRight(mine, forged)).isEqualTo(forged.equals(signature));
    assertThat(isRight(mine, signature + forged)).isEqualTo(forged.isEmpty());
  }

  private boolean isRight(Signed link, String signature) {
    return signer.isRight(link.copy(), link.expires(), List.of(link.owner()), signature);
  }

  /** A text as it may come: no character is half of one. */
  private static String text(FuzzedDataProvider input) {
    return new String(input.consumeBytes(input.consumeInt(0, 100)), UTF_8);
  }
}
