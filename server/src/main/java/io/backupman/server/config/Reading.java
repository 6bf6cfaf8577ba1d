package io.backupman.server.config;

import java.util.LinkedHashSet;
import java.util.Set;

/** What comes up while the configuration is read. Not safe for use by several threads. */
record Reading(Problems problems, Set<String> secrets) {

  /** Nothing yet. */
  Reading() {
    this(new Problems(), new LinkedHashSet<>());
  }

  /** Takes over what came up in another. */
  void add(Reading other) {
    problems.addAll(other.problems);
    secrets.addAll(other.secrets);
  }
}
