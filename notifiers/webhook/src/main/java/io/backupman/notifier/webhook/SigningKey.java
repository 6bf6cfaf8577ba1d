package io.backupman.notifier.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.backupman.notifier.spi.Secret;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A symmetric key of the <a
 * href="https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md">
 * Standard Webhooks</a> specification 1.0.0. Safe for use by several threads.
 */
final class SigningKey {
  private static final String PREFIX = "whsec_";
  private static final String ALGORITHM = "HmacSHA256";
  private static final int FEWEST_BYTES = 24;
  private static final int MOST_BYTES = 64;

  private final Secret secret;
  private final SecretKeySpec key;

  private SigningKey(Secret secret, byte[] bytes) {
    this.secret = secret;
    this.key = new SecretKeySpec(bytes, ALGORITHM);
  }

  /**
   * Reads {@code whsec_} and 24 to 64 bytes in Base64.
   *
   * @throws IllegalArgumentException with a sentence that says what is wrong, without the secret
   */
  static SigningKey of(Secret secret) {
    var text = secret.value();
    if (!text.startsWith(PREFIX)) {
      throw new IllegalArgumentException(
          "is not a Standard Webhooks secret; expected whsec_ followed by Base64.");
    }
    var bytes = decoded(text.substring(PREFIX.length()));
    if (bytes.length < FEWEST_BYTES || bytes.length > MOST_BYTES) {
      throw new IllegalArgumentException(
          "holds %d bytes; a Standard Webhooks secret holds 24 to 64.".formatted(bytes.length));
    }
    return new SigningKey(secret, bytes);
  }

  private static byte[] decoded(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException("is not valid Base64 after its whsec_.", wrong);
    }
  }

  Secret secret() {
    return secret;
  }

  /** One signature of {@code webhook-signature}: {@code v1,} and Base64. */
  String sign(String id, long timestamp, byte[] body) {
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update((id + "." + timestamp + ".").getBytes(UTF_8));
      return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("Every JDK has " + ALGORITHM + ".", impossible);
    }
  }
}
