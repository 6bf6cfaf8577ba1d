package io.backupman.server.config;

import io.backupman.api.ApiKey;
import io.backupman.api.ApiKeys.Role;
import io.backupman.notifier.spi.Secret;
import io.backupman.server.config.section.Names;
import io.backupman.server.config.section.SecretValues;
import io.backupman.server.config.section.Section;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads the keys of {@code http}. An entry of a list is a key, or a section with a key and the name
 * of its owner; a key without a name is called by its place.
 */
final class KeyReader {
  private static final String DIGEST = "sha256:";
  private static final Pattern DIGITS = Pattern.compile("[0-9a-fA-F]{64}");
  private static final int LONGEST_NAME = 64;

  private final Section http;
  private final Names names = new Names(LONGEST_NAME);
  private final Map<String, Place> placeOf = new HashMap<>();
  private final List<ApiKey> keys = new ArrayList<>();

  /**
   * Where a key stands.
   *
   * @param named whether its owner has a name there
   */
  private record Place(String path, boolean named) {}

  KeyReader(Section http) {
    this.http = http;
  }

  List<ApiKey> read() {
    read("api_keys", Role.USER);
    read("admin_api_keys", Role.ADMIN);
    read("view_api_keys", Role.VIEW);
    return keys;
  }

  private void read(String list, Role role) {
    SecretValues.all(http, list, entry -> read(entry, role))
        .forEach((path, key) -> add(new Place(path, false), path, nameAt(path), role, key));
  }

  private void read(Section entry, Role role) {
    var named = entry.has("name");
    entry.allow("name");
    var name = named ? names.read(entry, "name") : nameAt(entry.path());
    if (!entry.has("key") && !entry.has("key_file")) {
      entry.require("key");
    }
    SecretValues.find(entry, "key")
        .ifPresent(key -> add(new Place(entry.path(), named), entry.path("key"), name, role, key));
  }

  /** The place of a key within {@code http}. */
  private String nameAt(String path) {
    return path.substring(http.path().length() + 1);
  }

  private void add(Place place, String at, String name, Role role, String text) {
    if (text.isBlank()) {
      http.rejectAt(at, "is blank");
      return;
    }
    if (isDigest(text) && !DIGITS.matcher(text.substring(DIGEST.length())).matches()) {
      http.rejectAt(at, "must be sha256: and 64 hexadecimal digits, or the key itself");
      return;
    }
    var key = new ApiKey(name, role, Secret.of(text));
    var earlier = placeOf.putIfAbsent(key.sha256(), place);
    if (earlier != null && (earlier.named() || place.named())) {
      http.rejectAt(at, "is the same key as that of " + earlier.path() + "; a key has one owner");
    }
    keys.add(key);
  }

  private static boolean isDigest(String text) {
    return text.regionMatches(true, 0, DIGEST, 0, DIGEST.length());
  }
}
