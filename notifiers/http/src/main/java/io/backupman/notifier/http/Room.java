package io.backupman.notifier.http;

import io.backupman.notifier.spi.summary.Fact;
import java.util.ArrayList;
import java.util.List;

/**
 * What is left of the length that a message may have, counted in UTF-16 units of what is written.
 * Not safe for use by several threads.
 */
public final class Room {
  /** What stands around a name and its value, such as a colon, a space and a line end. */
  private static final int AROUND = 4;

  private final Markup markup;
  private int left;

  /** Room for a message of this length in this markup. */
  public Room(int length, Markup markup) {
    this.left = length;
    this.markup = markup;
  }

  /** The text in the markup, cut to what is left, and to this many UTF-16 units. */
  public String take(String text, int most) {
    var taken = markup.fit(text, Math.min(most, left));
    left -= taken.length();
    return taken;
  }

  /**
   * All of the facts, their values cut so that each gets its share of what is left.
   *
   * @param longest how many UTF-16 units a value may have
   */
  public List<Fact> take(List<Fact> facts, int longest) {
    var taken = new ArrayList<Fact>();
    for (var fact : facts) {
      var share = left / (facts.size() - taken.size());
      var around = fact.name().length() + AROUND;
      left -= around;
      taken.add(new Fact(fact.name(), take(fact.value(), Math.min(longest, share - around))));
    }
    return taken;
  }
}
