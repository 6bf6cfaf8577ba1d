package io.backupman.server.config.section;

import io.backupman.core.mask.KnownSecrets;
import io.backupman.core.mask.Masker;
import io.backupman.server.config.problem.Problem;
import io.backupman.server.config.problem.Problems;
import io.backupman.server.config.yaml.KeyOrder;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What is known of the file, and what comes up while it is read. Not safe for use by several
 * threads.
 */
public record ReadContext(
    KeyOrder places,
    PathBase paths,
    Problems problems,
    List<Problem> notices,
    Set<String> secrets,
    Set<String> shown,
    KnownSecrets known) {

  /**
   * Nothing has come up but these problems.
   *
   * @param known is told of every secret
   */
  public ReadContext(KeyOrder places, PathBase paths, Problems problems, KnownSecrets known) {
    this(
        places,
        paths,
        problems,
        new ArrayList<>(),
        new LinkedHashSet<>(),
        new LinkedHashSet<>(),
        known);
  }

  /** For a part of the file that is read apart. */
  public ReadContext apart() {
    return new ReadContext(places, paths, new Problems(), known);
  }

  /** Takes a secret. It is told at once: what reads it next may write it somewhere. */
  void secret(String secret) {
    secrets.add(secret);
    known.add(secret);
  }

  /** Takes a text that is no secret. */
  void shown(String text) {
    shown.add(text);
  }

  /** Hides the secrets that came up. */
  public Masker masker() {
    return Masker.of(secrets).leaving(shown);
  }

  /** Takes over what came up apart. */
  public void add(ReadContext part) {
    problems.addAll(part.problems);
    notices.addAll(part.notices);
    secrets.addAll(part.secrets);
    shown.addAll(part.shown);
  }
}
