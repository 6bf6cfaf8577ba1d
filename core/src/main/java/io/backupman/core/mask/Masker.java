package io.backupman.core.mask;

import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Replaces secrets in a text by {@code ***}, however they are spelled ({@link SpelledText}) or
 * encoded ({@link SecretForms}), as wholes or cut by the end of the text. A secret that is an
 * ordinary word is hidden only where a secret is to be expected, such as after {@code password=},
 * because else it would garble every text. Immutable, safe for use by several threads.
 */
public final class Masker {

  /** Knows no secret. */
  public static final Masker NONE = new Masker(Set.of(), OrdinaryWords.USUAL_ONLY);

  /** Shorter ones are left alone: to mask them would make every text unreadable. */
  public static final int SHORTEST = 4;

  private static final String MASK = "***";

  /** A quote as it is, escaped in JSON, or encoded in HTML or a URL; or none. */
  private static final String QUOTE = "(?:\\\\*[\"']|&(?:quot|apos|#34|#39|#x27);|%2[27])?";

  /** What stands before a secret in settings, URLs, headers and JSON. */
  private static final String BEFORE_SECRETS =
      "(?:(?i:pass(?:word|wd)?|pwd|secret|token|api[-_]?key)"
          + QUOTE
          + "\\s*(?:[:=]|%3[AaDd])\\s*"
          + QUOTE
          + "|(?i:bearer)\\s+|://[^\\s/@:]{0,256}:)";

  private final Set<String> secrets;
  private final OrdinaryWords ordinaryWords;
  private final Map<Integer, List<SecretPattern>> byBeginning;
  private final List<Pattern> ordinary;

  private Masker(Set<String> secrets, OrdinaryWords ordinaryWords) {
    this.secrets = secrets;
    this.ordinaryWords = ordinaryWords;
    var patterns = new HashMap<Integer, List<SecretPattern>>();
    secrets.stream()
        .flatMap(this::patterns)
        .distinct()
        .forEach(pattern -> addTo(patterns, pattern));
    this.byBeginning = patterns;
    this.ordinary =
        secrets.stream()
            .filter(ordinaryWords::contain)
            .map(word -> Pattern.compile(BEFORE_SECRETS + "(" + Pattern.quote(word) + ")\\b"))
            .toList();
  }

  /** Masks these secrets; those shorter than {@link #SHORTEST} characters are left out. */
  public static Masker of(Collection<String> secrets) {
    return NONE.and(secrets);
  }

  /** Masks these secrets too. */
  Masker and(Collection<String> more) {
    var all = new LinkedHashSet<>(secrets);
    more.stream().filter(secret -> secret.length() >= SHORTEST).forEach(all::add);
    return new Masker(all, ordinaryWords);
  }

  /** Takes words for ordinary that stand in these texts, which are shown anyway. */
  public Masker leaving(Collection<String> shown) {
    return new Masker(secrets, ordinaryWords.and(shown));
  }

  /** The text with every occurrence of a secret replaced. */
  public String mask(String text) {
    if (secrets.isEmpty()) {
      return text;
    }
    var hidden = new BitSet(text.length());
    hideForms(new SpelledText(text), hidden);
    for (var word : ordinary) {
      word.matcher(text).results().forEach(found -> hidden.set(found.start(1), found.end(1)));
    }
    return hidden.isEmpty() ? text : replaced(text, hidden);
  }

  private void hideForms(SpelledText text, BitSet hidden) {
    for (int at = 0; at < text.length(); at++) {
      for (var first : text.readings(at)) {
        for (var pattern : byBeginning.getOrDefault(first.codePoint(), List.of())) {
          int end = pattern.end(text, first);
          if (end != SecretPattern.NOWHERE) {
            hidden.set(at, end);
          }
        }
      }
    }
  }

  private Stream<SecretPattern> patterns(String secret) {
    var encoded = SecretForms.encoded(secret).stream();
    return ordinaryWords.contain(secret)
        ? encoded
        : Stream.concat(Stream.of(new SecretPattern(secret, false)), encoded);
  }

  private static void addTo(Map<Integer, List<SecretPattern>> patterns, SecretPattern pattern) {
    for (int beginning : pattern.beginnings()) {
      patterns.merge(
          beginning, List.of(pattern), (a, b) -> Stream.concat(a.stream(), b.stream()).toList());
    }
  }

  // Occurrences that overlap are hidden as one: whichever were replaced first would leave the rest
  // of the other readable.
  private static String replaced(String text, BitSet hidden) {
    var masked = new StringBuilder(text.length());
    int at = 0;
    while (at < text.length()) {
      int from = hidden.nextSetBit(at);
      if (from < 0) {
        break;
      }
      masked.append(text, at, from).append(MASK);
      at = hidden.nextClearBit(from);
    }
    return masked.append(text, at, text.length()).toString();
  }

  /** How many secrets there are, not which. */
  @Override
  public String toString() {
    return "Masker[" + secrets.size() + " secrets]";
  }
}
