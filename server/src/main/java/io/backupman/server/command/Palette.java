package io.backupman.server.command;

/**
 * Colours words (ECMA-48, SGR).
 *
 * @param coloured false leaves them as they are
 */
record Palette(boolean coloured) {
  /** Colours nothing. */
  static final Palette NONE = new Palette(false);

  /** What went well: green. */
  String good(String word) {
    return sgr(32, word);
  }

  /** What failed: red. */
  String bad(String word) {
    return sgr(31, word);
  }

  /** What somebody should look at: yellow. */
  String doubtful(String word) {
    return sgr(33, word);
  }

  private String sgr(int colour, String word) {
    return coloured ? "\u001b[" + colour + "m" + word + "\u001b[0m" : word;
  }
}
