package io.backupman.core.request;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds the word that was probably meant, by the optimal string alignment distance: the number of
 * letters to add, drop, change or swap with their neighbour.
 */
public final class NearestWord {

  private NearestWord() {}

  /** The nearest word, if it is near: at most a third of the letters differ. */
  public static Optional<String> to(String word, Collection<String> words) {
    return words.stream()
        .filter(candidate -> distance(plain(word), plain(candidate)) <= tolerance(word, candidate))
        .min(Comparator.comparingInt(candidate -> distance(plain(word), plain(candidate))));
  }

  /** {@code ; did you mean "…"?}, or nothing. */
  public static String hint(String word, Collection<String> words) {
    return to(word, words).map(near -> "; did you mean " + "\"" + near + "\"" + "?").orElse("");
  }

  /**
   * The sentence for a name that there is not: what was probably meant, and what there is.
   *
   * @param thing what has names, such as {@code data source}
   */
  public static String unknown(String thing, String name, Collection<String> known) {
    var near = hint(name, known);
    var listed =
        known.isEmpty() ? "There are none." : "There are: " + String.join(", ", known) + ".";
    return "There is no %s \"%s\"%s %s".formatted(thing, name, near.isEmpty() ? "." : near, listed);
  }

  private static String plain(String word) {
    return word.toLowerCase(Locale.ROOT).replace('-', '_');
  }

  private static int tolerance(String word, String candidate) {
    return Math.max(1, Math.max(word.length(), candidate.length()) / 3);
  }

  private static int distance(String a, String b) {
    var d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        d[i][j] = i == 0 || j == 0 ? i + j : step(d, a, b, i, j);
      }
    }
    return d[a.length()][b.length()];
  }

  private static int step(int[][] d, String a, String b, int i, int j) {
    int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
    int best = Math.min(d[i - 1][j - 1] + change, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(best, d[i - 2][j - 2] + 1) : best;
  }
}
