package io.backupman.core.mask;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.Set;

/**
 * All secrets that this process has come to know, from the moment on that it read them. What was
 * known once stays hidden: a secret that the configuration no longer has may still be in use, or
 * come back in an answer. Safe for use by several threads.
 */
public final class KnownSecrets {
  /** What is valid for an hour, of each of many drives, for longer than that. */
  private static final int MOST_PASSING = 100;

  private final Set<String> secrets = new LinkedHashSet<>();
  private final SequencedSet<String> passing = new LinkedHashSet<>();
  private final Set<String> shown = new LinkedHashSet<>();
  private volatile Masker masker = Masker.NONE;

  /** Hides a secret from now on. */
  public synchronized void add(String secret) {
    if (secrets.add(secret)) {
      masker = masker.and(List.of(secret));
    }
  }

  /**
   * Hides a secret that is soon worth nothing, such as a token that is replaced every hour: the
   * newest hundred are hidden. It is the newest whenever it is told.
   */
  public synchronized void addPassing(String secret) {
    if (secrets.contains(secret)) {
      return;
    }
    boolean known = passing.remove(secret);
    passing.add(secret);
    if (passing.size() > MOST_PASSING) {
      passing.removeFirst();
      masker = Masker.of(secrets).and(passing).leaving(shown);
    } else if (!known) {
      masker = masker.and(List.of(secret));
    }
  }

  /**
   * Takes words for ordinary that stand in texts which are shown anyway, such as labels and names
   * of accounts: a secret that is one of them is hidden only where secrets are to be expected.
   */
  public synchronized void addShown(Collection<String> texts) {
    if (shown.addAll(texts)) {
      masker = masker.leaving(texts);
    }
  }

  /** The text with every occurrence of a secret replaced. */
  public String mask(String text) {
    return masker.mask(text);
  }

  /** Tells nothing. */
  @Override
  public String toString() {
    return "KnownSecrets";
  }
}
