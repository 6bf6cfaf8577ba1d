package io.backupman.notifier.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.backupman.notifier.spi.Secret;
import java.io.ByteArrayOutputStream;
import java.util.Base64;

/**
 * A key of the <a
 * href="https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md">
 * Standard Webhooks</a> specification 1.0.0. Safe for use by several threads.
 */
sealed interface SigningKey permits SymmetricKey, Ed25519Key {

  /**
   * Reads {@code whsec_…}, a symmetric key, or {@code whsk_…}, a private ed25519 key.
   *
   * @throws IllegalArgumentException with a sentence that says what is wrong, without the secret
   */
  static SigningKey of(Secret secret) {
    var text = secret.value();
    if (text.startsWith(SymmetricKey.PREFIX)) {
      return SymmetricKey.of(secret, decoded(text, SymmetricKey.PREFIX));
    }
    if (text.startsWith(Ed25519Key.PREFIX)) {
      return Ed25519Key.of(secret, decoded(text, Ed25519Key.PREFIX));
    }
    throw new IllegalArgumentException(
        text.startsWith("whpk_")
            ? "is a public key, which belongs to the receiver; expected the private one, whsk_…."
            : "is not a Standard Webhooks secret; expected whsec_ or whsk_ followed by Base64.");
  }

  private static byte[] decoded(String text, String prefix) {
    try {
      return Base64.getDecoder().decode(text.substring(prefix.length()));
    } catch (IllegalArgumentException wrong) {
      // Without the cause, whose message names a character of the secret.
      throw new IllegalArgumentException("is not valid Base64 after its " + prefix + ".");
    }
  }

  /** What it was read from. */
  Secret secret();

  /** The identifier of its scheme, such as {@code v1}. */
  String scheme();

  /** The raw signature of these bytes. */
  byte[] signature(byte[] content);

  /** One signature of {@code webhook-signature}: the scheme, a comma, and Base64. */
  default String sign(String id, long timestamp, byte[] body) {
    var content = new ByteArrayOutputStream();
    content.writeBytes((id + "." + timestamp + ".").getBytes(UTF_8));
    content.writeBytes(body);
    return scheme() + "," + Base64.getEncoder().encodeToString(signature(content.toByteArray()));
  }
}
