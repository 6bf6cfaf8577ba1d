package io.backupman.api;

import io.backupman.notifier.spi.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The keys of people and programs that may ask. Only their SHA-256 is kept. Immutable.
 *
 * <p>A key stands in the configuration as it is, or as {@code sha256:} with the 64 hexadecimal
 * digits of its SHA-256.
 */
public final class ApiKeys {
  private static final String HASHED = "sha256:";

  /** Says what the owner of a key may do. */
  public enum Role {
    /** Nothing: the key is not known. */
    NONE,
    /** Everything but {@code /api/admin}. */
    USER,
    /** Everything. */
    ADMIN
  }

  private final List<byte[]> userDigests;
  private final List<byte[]> adminDigests;

  private ApiKeys(List<byte[]> userDigests, List<byte[]> adminDigests) {
    this.userDigests = userDigests;
    this.adminDigests = adminDigests;
  }

  /**
   * The keys of the configuration.
   *
   * @throws IllegalArgumentException if a key is blank, or is {@code sha256:} without 64 digits;
   *     the message does not contain it
   */
  public static ApiKeys of(List<Secret> userKeys, List<Secret> adminKeys) {
    return new ApiKeys(
        userKeys.stream().map(ApiKeys::digest).toList(),
        adminKeys.stream().map(ApiKeys::digest).toList());
  }

  private static byte[] digest(Secret key) {
    var text = key.value();
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
    return HexFormat.of().parseHex(hex);
  }

  /** What the owner of this key may do. Takes the same time for every key of the same length. */
  public Role role(String key) {
    var digest = sha256(key);
    boolean admin = contains(adminDigests, digest);
    boolean user = contains(userDigests, digest);
    if (admin) {
      return Role.ADMIN;
    }
    return user ? Role.USER : Role.NONE;
  }

  /** What stands for a key where it must not be kept; nobody finds the key by it. */
  static String standIn(String key) {
    return HexFormat.of().formatHex(sha256(key));
  }

  /** What stands for each key that there is. */
  List<String> standIns() {
    return Stream.concat(userDigests.stream(), adminDigests.stream())
        .map(HexFormat.of()::formatHex)
        .toList();
  }

  private static boolean contains(List<byte[]> digests, byte[] wanted) {
    boolean found = false;
    for (var digest : digests) {
      found |= MessageDigest.isEqual(digest, wanted);
    }
    return found;
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java runtime has no SHA-256.", e);
    }
  }

  /** Tells how many keys there are, and nothing else of them. */
  @Override
  public String toString() {
    return "ApiKeys[user=%s, admin=%s]".formatted(userDigests.size(), adminDigests.size());
  }
}
