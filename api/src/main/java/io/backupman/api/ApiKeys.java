package io.backupman.api;

import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

/** The keys of people and programs that may ask. Only their SHA-256 is kept. Immutable. */
public final class ApiKeys {

  /** Says what the owner of a key may do; each may do what the one before may. */
  public enum Role {
    /** Nothing: the key is not known. */
    NONE,
    /** Look, but neither act nor get copies. */
    VIEW,
    /** Everything but {@code /api/admin}. */
    USER,
    /** Everything. */
    ADMIN
  }

  private final List<Known> known;

  private static final class Known {
    private final Caller caller;
    private final byte[] digest;

    Known(ApiKey key) {
      caller = new Caller(key.name(), key.role());
      digest = HexFormat.of().parseHex(key.sha256());
    }
  }

  private ApiKeys(List<Known> known) {
    this.known = known;
  }

  /**
   * The keys of the configuration.
   *
   * @throws IllegalArgumentException if a key is blank, or is {@code sha256:} without 64 digits;
   *     the message does not contain it
   */
  public static ApiKeys of(List<ApiKey> keys) {
    return new ApiKeys(keys.stream().map(Known::new).toList());
  }

  /**
   * The owner of this key; where it stands in several lists, with the role that may do most. Takes
   * the same time for every key of the same length.
   */
  Caller caller(String key) {
    var digest = ApiKey.digest(key);
    var found = Caller.UNKNOWN;
    for (var one : known) {
      var isIt = MessageDigest.isEqual(one.digest, digest);
      found = isIt && !found.is(one.caller.role()) ? one.caller : found;
    }
    return found;
  }

  /** What stands for a key where it must not be kept; nobody finds the key by it. */
  static String standIn(String key) {
    return ApiKey.sha256(key);
  }

  /** What stands for each key whose owner may get copies. */
  List<String> standIns() {
    return known.stream()
        .filter(one -> one.caller.is(Role.USER))
        .map(one -> HexFormat.of().formatHex(one.digest))
        .toList();
  }

  /** Tells how many keys there are, and nothing else of them. */
  @Override
  public String toString() {
    return "ApiKeys[%s]".formatted(known.size());
  }
}
