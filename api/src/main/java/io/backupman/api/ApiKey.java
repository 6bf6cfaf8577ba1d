package io.backupman.api;

import io.backupman.api.ApiKeys.Role;
import io.backupman.notifier.spi.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * A key as it stands in the configuration: itself, or as {@code sha256:} with the 64 hexadecimal
 * digits of its SHA-256.
 *
 * @param name what its owner is called where it says who did something
 * @param role what its owner may do
 * @param secret the key
 */
public record ApiKey(String name, Role role, Secret secret) {
  private static final String HASHED = "sha256:";

  /**
   * The SHA-256 of the key, in lower-case hexadecimal digits.
   *
   * @throws IllegalArgumentException if it is blank, or is {@code sha256:} without 64 digits; the
   *     message does not contain it
   */
  public String sha256() {
    var text = secret.value();
    if (text.isBlank()) {
      throw new IllegalArgumentException("An API key is empty; remove it, or give it a value.");
    }
    if (!text.toLowerCase(Locale.ROOT).startsWith(HASHED)) {
      return sha256(text);
    }
    var hex = text.substring(HASHED.length());
    if (!hex.matches("[0-9a-fA-F]{64}")) {
      throw new IllegalArgumentException(
          "An API key starts with sha256: but 64 hexadecimal digits do not follow it;"
              + " the command sha256sum makes them.");
    }
    return hex.toLowerCase(Locale.ROOT);
  }

  /** The SHA-256 of a key that was sent, in lower-case hexadecimal digits. */
  static String sha256(String key) {
    return HexFormat.of().formatHex(digest(key));
  }

  /** The SHA-256 of a key that was sent. */
  static byte[] digest(String key) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java runtime has no SHA-256.", e);
    }
  }
}
