package io.backupman.api;

import io.backupman.api.ApiKeys.Role;

/**
 * Whose key a request came with.
 *
 * @param name the key's name
 * @param role what the key's owner may do
 */
record Caller(String name, Role role) {
  /** Whoever has no key that is known. */
  static final Caller UNKNOWN = new Caller("", Role.NONE);

  /** Whether the role includes another one. */
  boolean is(Role least) {
    return role.compareTo(least) >= 0;
  }
}
