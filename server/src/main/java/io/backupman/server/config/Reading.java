package io.backupman.server.config;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What is known of the file, and what comes up while it is read. Not safe for use by several
 * threads.
 */
record Reading(Places places, Problems problems, Set<String> secrets, Consumer<String> known) {

  /**
   * Nothing has come up but these problems.
   *
   * @param known is told of every secret
   */
  Reading(Places places, Problems problems, Consumer<String> known) {
    this(places, problems, new LinkedHashSet<>(), known);
  }

  /** For a part of the file that is read apart. */
  Reading apart() {
    return new Reading(places, new Problems(), known);
  }

  /** Takes a secret. It is told at once: what reads it next may write it somewhere. */
  void secret(String secret) {
    secrets.add(secret);
    known.accept(secret);
  }

  /** Takes over what came up apart. */
  void add(Reading part) {
    problems.addAll(part.problems);
    secrets.addAll(part.secrets);
  }
}
