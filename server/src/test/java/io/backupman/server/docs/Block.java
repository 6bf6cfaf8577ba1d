package io.backupman.server.docs;

import java.util.Arrays;
import java.util.List;

/**
 * A block of code of a page, between fences, or in a comment that begins in the same way.
 *
 * @param line where it begins, from 1
 * @param info what its fence says: the language, and further words that GitHub does not show
 * @param text its lines, each with its end
 */
public record Block(int line, String info, String text) {

  /** The language that it is shown in; empty if it says none. */
  public String language() {
    return words().getFirst();
  }

  /** Whether it says this word after its language. */
  public boolean is(String word) {
    return words().stream().skip(1).anyMatch(word::equals);
  }

  private List<String> words() {
    return Arrays.asList(info.strip().split("\\s+", -1));
  }
}
