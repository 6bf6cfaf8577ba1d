package io.backupman.server.config;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What is known of the file, and what comes up while it is read. Not safe for use by several
 * threads.
 */
record Reading(Places places, Problems problems, Set<String> secrets) {

  /** Nothing has come up but these problems. */
  Reading(Places places, Problems problems) {
    this(places, problems, new LinkedHashSet<>());
  }

  /** For a part of the file that is read apart. */
  Reading apart() {
    return new Reading(places, new Problems());
  }

  /** Takes over what came up apart. */
  void add(Reading part) {
    problems.addAll(part.problems);
    secrets.addAll(part.secrets);
  }
}
