package io.backupman.core.source.mariadb.sql;

import io.backupman.core.source.SourceException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/**
 * Reads an INSERT, as it comes, to see that it does nothing but add rows of plain values to a table
 * of its own database. For one statement.
 */
final class MariaDbInsert {
  private static final int KEPT_BYTES = 320; // a name has 64 characters

  private static final Set<String> VERBS =
      Set.of("INSERT", "REPLACE", "IGNORE", "LOW_PRIORITY", "HIGH_PRIORITY", "DELAYED", "INTO");

  private static final Set<String> VALUES =
      Set.of("NULL", "DEFAULT", "TRUE", "FALSE", "X", "B", "N");

  private enum Stage {
    VERB,
    TABLE,
    COLUMNS,
    ROWS
  }

  private Stage stage = Stage.VERB;
  private final byte[] word = new byte[KEPT_BYTES];
  private int wordLength;
  private boolean inQuotes;
  private boolean isInRow;
  private long length;
  private String table = "";

  /** The table, without quotes; empty if it has not been read yet. */
  String table() {
    return table;
  }

  /** How many bytes of it were read. */
  long length() {
    return length;
  }

  /**
   * Reads a piece outside of quotes.
   *
   * @throws SourceException if it does more
   */
  void code(byte[] bytes, int offset, int length) {
    endQuotes();
    this.length += length;
    for (int i = offset; i < offset + length; i++) {
      byte b = bytes[i];
      if (isWord(b)) {
        keep(b);
      } else {
        endWord();
        if (b > ' ') {
          sign(b);
        } else if (b < 0) {
          throw more();
        }
      }
    }
  }

  /**
   * Reads a piece of a string or a quoted name.
   *
   * @throws SourceException if it does more
   */
  void quoted(byte[] bytes, int offset, int length) {
    endWord();
    this.length += length;
    if (!inQuotes) {
      inQuotes = true;
      boolean isName = bytes[offset] == '`';
      boolean isRight = stage == Stage.ROWS ? isInRow && !isName : isName && stage != Stage.TABLE;
      if (!isRight) {
        throw more();
      }
    }
    for (int i = offset; i < offset + length && wordLength < KEPT_BYTES; i++) {
      keep(bytes[i]);
    }
  }

  private void keep(byte b) {
    if (wordLength < KEPT_BYTES) {
      word[wordLength++] = b;
    }
  }

  private void endQuotes() {
    if (inQuotes) {
      inQuotes = false;
      if (stage == Stage.VERB) {
        var name = text();
        named(name.substring(1, Math.max(1, name.length() - 1)).replace("``", "`"));
      }
      wordLength = 0;
    }
  }

  private void named(String name) {
    table = name;
    stage = Stage.TABLE;
  }

  private void endWord() {
    if (wordLength == 0 || inQuotes) {
      return;
    }
    byte first = word[0];
    if (stage == Stage.ROWS) {
      if (!isInRow || !(isDigit(first) || first == '_' || VALUES.contains(capitals()))) {
        throw more();
      }
    } else if (stage == Stage.VERB && !VERBS.contains(capitals())) {
      named(text());
    } else if (stage == Stage.TABLE) {
      if (!capitals().equals("VALUES")) {
        throw more();
      }
      stage = Stage.ROWS;
    }
    wordLength = 0;
  }

  private void sign(byte b) {
    boolean isRight =
        switch (stage) {
          case VERB -> false;
          case TABLE -> b == '(';
          case COLUMNS -> b == ',' || b == ')';
          case ROWS -> isInRow ? ",)+-.".indexOf(b) >= 0 : b == '(' || b == ',';
        };
    if (!isRight) {
      throw more();
    }
    if (stage == Stage.ROWS) {
      isInRow = b == '(' || (isInRow && b != ')');
    } else {
      stage = b == '(' ? Stage.COLUMNS : b == ')' ? Stage.TABLE : stage;
    }
  }

  /**
   * Tells whether it was all of it.
   *
   * @throws SourceException if it was not
   */
  void end() {
    endQuotes();
    endWord();
    if (stage != Stage.ROWS || isInRow) {
      throw more();
    }
  }

  private String text() {
    return new String(word, 0, wordLength, StandardCharsets.ISO_8859_1);
  }

  private String capitals() {
    return text().toUpperCase(Locale.ROOT);
  }

  private SourceException more() {
    return new SourceException(
        "It has an INSERT%s that does more than add rows, or is damaged, so it was not restored: that could have reached beyond the scratch database."
            .formatted(table.isEmpty() ? "" : " for '" + LeftOut.readable(table) + "'"));
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  private static boolean isWord(byte b) {
    return isDigit(b) || ((b | 0x20) >= 'a' && (b | 0x20) <= 'z') || b == '_' || b == '$' || b < 0;
  }
}
