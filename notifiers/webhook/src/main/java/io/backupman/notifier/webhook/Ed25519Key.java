package io.backupman.notifier.webhook;

import io.backupman.notifier.spi.Secret;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * {@code whsk_} and a private key: signs with ed25519 (RFC 8032) as {@code v1a}. The specification
 * says no more than "standard ed25519 key pair"; what is in use are the 32 bytes of the seed alone,
 * or followed by the 32 of the public key.
 */
final class Ed25519Key implements SigningKey {
  static final String PREFIX = "whsk_";
  private static final String ALGORITHM = "Ed25519";
  private static final int KEY_BYTES = 32;

  /** What stands before a public key's bytes in its X.509 form (RFC 8410, section 4). */
  private static final byte[] X509 = HexFormat.of().parseHex("302a300506032b6570032100");

  private final Secret secret;
  private final PrivateKey key;

  private Ed25519Key(Secret secret, PrivateKey key) {
    this.secret = secret;
    this.key = key;
  }

  static Ed25519Key of(Secret secret, byte[] bytes) {
    if (bytes.length != KEY_BYTES && bytes.length != 2 * KEY_BYTES) {
      throw new IllegalArgumentException(
          "holds %s bytes; a private ed25519 key holds 32, or 64 with its public key."
              .formatted(bytes.length));
    }
    try {
      var seed =
          new EdECPrivateKeySpec(NamedParameterSpec.ED25519, Arrays.copyOf(bytes, KEY_BYTES));
      var key = new Ed25519Key(secret, KeyFactory.getInstance(ALGORITHM).generatePrivate(seed));
      if (bytes.length > KEY_BYTES) {
        key.checkPublic(Arrays.copyOfRange(bytes, KEY_BYTES, bytes.length));
      }
      return key;
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("Every JDK has " + ALGORITHM + ".", impossible);
    }
  }

  private void checkPublic(byte[] given) throws GeneralSecurityException {
    if (!verifies(given)) {
      throw new IllegalArgumentException(
          "holds a private and a public key that do not belong together; copy it once more.");
    }
  }

  private boolean verifies(byte[] given) throws GeneralSecurityException {
    var content = new byte[0];
    var encoded = new ByteArrayOutputStream();
    encoded.writeBytes(X509);
    encoded.writeBytes(given);
    var verifier = Signature.getInstance(ALGORITHM);
    try {
      var spec = new X509EncodedKeySpec(encoded.toByteArray());
      verifier.initVerify(KeyFactory.getInstance(ALGORITHM).generatePublic(spec));
      verifier.update(content);
      return verifier.verify(signature(content));
    } catch (InvalidKeyException | InvalidKeySpecException | SignatureException noPoint) {
      return false;
    }
  }

  @Override
  public Secret secret() {
    return secret;
  }

  @Override
  public String scheme() {
    return "v1a";
  }

  @Override
  public byte[] signature(byte[] content) {
    try {
      var signer = Signature.getInstance(ALGORITHM);
      signer.initSign(key);
      signer.update(content);
      return signer.sign();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("Every JDK has " + ALGORITHM + ".", impossible);
    }
  }
}
