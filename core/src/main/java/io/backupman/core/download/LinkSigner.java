package io.backupman.core.download;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Collection;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Signs links to one copy each, by HMAC-SHA-256 (RFC 2104). Safe for use by several threads; if two
 * ask for the key at first, both get the same.
 */
final class LinkSigner {
  private static final String ALGORITHM = "HmacSHA256";

  private final SigningKeys keys;
  private volatile byte @Nullable [] key;

  LinkSigner(SigningKeys keys) {
    this.keys = keys;
  }

  /**
   * The signature in the letters that an address may hold.
   *
   * @param owner whom the link was made for
   */
  String sign(UUID driveFileId, long expires, String owner) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(mac(driveFileId, expires, owner));
  }

  /** Whether a signature is the right one; takes equally long whatever is wrong with it. */
  boolean isRight(UUID driveFileId, long expires, Collection<String> owners, String signature) {
    var sent = signature.getBytes(StandardCharsets.UTF_8);
    boolean right = false;
    for (var owner : owners) {
      var expected = sign(driveFileId, expires, owner).getBytes(StandardCharsets.UTF_8);
      right |= MessageDigest.isEqual(expected, sent);
    }
    return right;
  }

  private byte[] mac(UUID driveFileId, long expires, String owner) {
    var signed = "download\n" + driveFileId + "\n" + expires + "\n" + owner;
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key(), ALGORITHM));
      return mac.doFinal(signed.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has " + ALGORITHM, e);
    }
  }

  private byte[] key() {
    var known = key;
    if (known == null) {
      known = keys.key();
      key = known;
    }
    return known;
  }
}
