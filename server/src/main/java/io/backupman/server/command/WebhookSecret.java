package io.backupman.server.command;

import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.Base64;

/**
 * Makes secrets as the <a
 * href="https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md">
 * Standard Webhooks</a> specification 1.0.0 writes them.
 */
final class WebhookSecret {
  private static final int SYMMETRIC_BYTES = 32;
  private static final int KEY_BYTES = 32;

  private WebhookSecret() {}

  /**
   * A pair of ed25519 keys. The specification leaves open what of a secret key is written; those
   * who sign write its seed and the public key after it, 64 bytes.
   *
   * @param secretKey {@code whsk_} and the secret key, for who signs
   * @param publicKey {@code whpk_} and the public key, for who verifies
   */
  record Pair(String secretKey, String publicKey) {
    /** Without the secret key. */
    @Override
    public String toString() {
      return "Pair[publicKey=" + publicKey + "]";
    }
  }

  /** A secret that both sides know: {@code whsec_} and 32 random bytes. */
  static String symmetric(SecureRandom random) {
    var bytes = new byte[SYMMETRIC_BYTES];
    random.nextBytes(bytes);
    return "whsec_" + base64(bytes);
  }

  /** A fresh pair of keys. */
  static Pair pair(SecureRandom random) {
    try {
      var generator = KeyPairGenerator.getInstance("Ed25519");
      generator.initialize(NamedParameterSpec.ED25519, random);
      var keys = generator.generateKeyPair();
      var seed = ((EdECPrivateKey) keys.getPrivate()).getBytes().orElseThrow();
      // The X.509 form of an ed25519 key ends with the key itself (RFC 8410, section 4).
      var encoded = keys.getPublic().getEncoded();
      var open = Arrays.copyOfRange(encoded, encoded.length - KEY_BYTES, encoded.length);
      var both = Arrays.copyOf(seed, 2 * KEY_BYTES);
      System.arraycopy(open, 0, both, KEY_BYTES, KEY_BYTES);
      return new Pair("whsk_" + base64(both), "whpk_" + base64(open));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every JDK since 15 has ed25519.", e);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
