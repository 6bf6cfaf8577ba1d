package io.backupman.notifier.webhook;

import io.backupman.notifier.spi.Secret;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** {@code whsec_} and 24 to 64 bytes: signs with HMAC-SHA256 as {@code v1}. */
final class SymmetricKey implements SigningKey {
  static final String PREFIX = "whsec_";
  private static final String ALGORITHM = "HmacSHA256";
  private static final int FEWEST_BYTES = 24;
  private static final int MOST_BYTES = 64;

  private final Secret secret;
  private final SecretKeySpec key;

  private SymmetricKey(Secret secret, byte[] bytes) {
    this.secret = secret;
    this.key = new SecretKeySpec(bytes, ALGORITHM);
  }

  static SymmetricKey of(Secret secret, byte[] bytes) {
    if (bytes.length < FEWEST_BYTES || bytes.length > MOST_BYTES) {
      throw new IllegalArgumentException(
          "holds %s bytes; a Standard Webhooks secret holds 24 to 64.".formatted(bytes.length));
    }
    return new SymmetricKey(secret, bytes);
  }

  @Override
  public Secret secret() {
    return secret;
  }

  @Override
  public String scheme() {
    return "v1";
  }

  @Override
  public byte[] signature(byte[] content) {
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac.doFinal(content);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("Every JDK has " + ALGORITHM + ".", impossible);
    }
  }
}
