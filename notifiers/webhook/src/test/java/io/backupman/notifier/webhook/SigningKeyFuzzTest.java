package io.backupman.notifier.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.standardwebhooks.Webhook;
import io.backupman.notifier.spi.Secret;
import java.util.Base64;
import org.junit.jupiter.api.Timeout;

/**
 * A key is refused in words that do not show it, or signs as the official library does, and each
 * content differently.
 */
@Timeout(60)
class SigningKeyFuzzTest {

  private record Content(String id, long timestamp, String body) {
    static Content of(FuzzedDataProvider input) {
      // A full stop parts it from what follows, so no report's id has one.
      var id = "msg_" + input.consumeLong();
      return new Content(id, input.consumeLong(0, 1L << 40), text(input));
    }

    String signedBy(SigningKey key) {
      return key.sign(id, timestamp, body.getBytes(UTF_8));
    }
  }

  @FuzzTest
  void signsAsTheOfficialLibraryDoes(FuzzedDataProvider input) throws Exception {
    boolean isKey = input.consumeBoolean();
    var content = Content.of(input);
    var other = input.consumeBoolean() ? Content.of(input) : content;
    var text = isKey ? key(input) : text(input);

    SigningKey key;
    try {
      key = SigningKey.of(Secret.of(text));
    } catch (IllegalArgumentException e) {
      assertThat(isKey).isFalse();
      assertThat(e.getMessage()).matches("(is|holds) .*\\.");
      assertThat(text.length() > 20 && e.toString().contains(text)).isFalse();
      return;
    }
    var signature = content.signedBy(key);
    assertThat(signature).matches("v1a?,[A-Za-z0-9+/]+=*");
    assertThat(content.signedBy(key)).isEqualTo(signature);
    if (key instanceof SymmetricKey) {
      assertThat(signature)
          .isEqualTo(new Webhook(text).sign(content.id(), content.timestamp(), content.body()));
    }
    assertThat(other.signedBy(key).equals(signature)).isEqualTo(other.equals(content));
  }

  private static String key(FuzzedDataProvider input) {
    var bytes = new byte[input.consumeInt(24, 64)];
    var given = input.consumeBytes(bytes.length);
    System.arraycopy(given, 0, bytes, 0, given.length);
    return "whsec_" + Base64.getEncoder().encodeToString(bytes);
  }

  private static String text(FuzzedDataProvider input) {
    return new String(input.consumeBytes(input.consumeInt(0, 300)), UTF_8);
  }
}
