package io.backupman.server.command.terminal;

/**
 * Colours words (ECMA-48, SGR).
 *
 * @param coloured false leaves them as they are
 */
public record Palette(boolean coloured) {
  /** Colours nothing. */
  public static final Palette NONE = new Palette(false);

  /** What went well: green. */
  public String good(String word) {
    return sgr(32, word);
  }

  /** What failed: red. */
  public String bad(String word) {
    return sgr(31, word);
  }

  /** What somebody should look at: yellow. */
  public String doubtful(String word) {
    return sgr(33, word);
  }

  private String sgr(int colour, String word) {
    return coloured ? "\u001b[" + colour + "m" + word + "\u001b[0m" : word;
  }
}
