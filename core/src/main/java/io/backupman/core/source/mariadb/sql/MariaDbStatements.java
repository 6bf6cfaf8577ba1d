package io.backupman.core.source.mariadb.sql;

import io.backupman.core.source.SourceException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * Cuts a script for MariaDB or MySQL into its statements, as the client programs do: strings,
 * quoted names, comments and {@code DELIMITER} lines count. Comments are left out, but for those
 * that a server may execute. Statements may be as long as they like where they are taken in pieces.
 * For one thread.
 */
final class MariaDbStatements extends OutputStream {
  /** How long a statement may be that is not taken in pieces. */
  private static final int LONGEST_BYTES = 16 * 1024 * 1024;

  /** More than any end of a comment or statement is long. */
  private static final int LOOKAHEAD = 32;

  private static final int LONGEST_DELIMITER = 15; // as in the client programs
  private static final String DELIMITER = "delimiter";
  private static final String USUAL_DELIMITER = ";";

  /** Takes what is cut. Bytes are those of the script; texts have a character for each of them. */
  interface Taker {
    /**
     * Whether a statement is taken in pieces.
     *
     * @param firstWord its first word in capitals; empty if it does not begin with a letter
     */
    boolean takesPieces(String firstWord);

    /** Takes a piece that stands outside of quotes. */
    void code(byte[] bytes, int offset, int length) throws IOException;

    /** Takes a piece of a string or a quoted name, quotes included. */
    void quoted(byte[] bytes, int offset, int length) throws IOException;

    /** Is told that all pieces of a statement were there. */
    void endOfPieces() throws IOException;

    /** Takes a whole statement, without what it ends with. */
    void statement(String text) throws IOException;
  }

  private enum Part {
    CODE,
    QUOTED,
    LINE_COMMENT,
    BLOCK_COMMENT,
    COMMAND
  }

  private final Taker taker;
  private final ByteArrayOutputStream statement = new ByteArrayOutputStream();
  private byte[] bytes = new byte[256 * 1024];
  private int position;
  private int limit;
  private Part part = Part.CODE;
  private byte quote;
  private boolean inPieces;
  private boolean isBegun;
  private byte[] delimiter = USUAL_DELIMITER.getBytes(StandardCharsets.ISO_8859_1);
  private boolean backslashEscapes = true;
  private boolean doubleQuotesName;

  MariaDbStatements(Taker taker) {
    this.taker = taker;
  }

  /**
   * Sets what quotes mean from here on.
   *
   * @param escapes whether a backslash in a string takes the next character with it
   * @param names whether double quotes stand around names
   */
  void quoting(boolean escapes, boolean names) {
    backslashEscapes = escapes;
    doubleQuotesName = names;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] more, int offset, int length) throws IOException {
    for (int taken = 0; taken < length; ) {
      int n = Math.min(length - taken, bytes.length - limit);
      System.arraycopy(more, offset + taken, bytes, limit, n);
      limit += n;
      taken += n;
      scan(limit - LOOKAHEAD);
      System.arraycopy(bytes, position, bytes, 0, limit - position);
      limit -= position;
      position = 0;
    }
  }

  /**
   * Takes the script's end for the end of its last statement.
   *
   * @return false if it ends in the middle of a string, a quoted name or a comment
   */
  boolean end() throws IOException {
    scan(limit);
    if (part == Part.QUOTED || part == Part.BLOCK_COMMENT) {
      return false;
    }
    if (isBegun) {
      endStatement();
    }
    return true;
  }

  private void scan(int until) throws IOException {
    while (position < until) {
      switch (part) {
        case CODE -> code(until);
        case QUOTED -> quoted(until);
        case LINE_COMMENT -> lineComment();
        case BLOCK_COMMENT -> blockComment();
        case COMMAND -> command();
      }
    }
    position = Math.min(position, limit);
  }

  private void code(int until) throws IOException {
    byte b = bytes[position];
    if (startsWith(delimiter)) {
      position += delimiter.length;
      endStatement();
    } else if (!isBegun && isBlank(b)) {
      position++;
    } else if (!isBegun && isCommand()) {
      part = Part.COMMAND;
    } else if (b == '\'' || b == '"' || b == '`') {
      quote = b;
      part = Part.QUOTED;
      begin("");
      passQuoted(position++, position);
    } else if (isLineComment()) {
      part = Part.LINE_COMMENT;
    } else if (b == '/' && at(1) == '*') {
      comment();
    } else {
      plain(until);
    }
  }

  /** What is executed by some servers is code. */
  private void comment() throws IOException {
    int length = at(2) == '!' ? 3 : at(2) == 'M' && at(3) == '!' ? 4 : 0;
    if (length == 0) {
      part = Part.BLOCK_COMMENT;
      position += 2;
      passCode(new byte[] {' '}, 0, 1); // It separates words.
    } else {
      begin("");
      passCode(bytes, position, length);
      position += length;
    }
  }

  private void plain(int until) throws IOException {
    int from = position;
    if (!isBegun) {
      begin(firstWord());
    }
    do {
      position++;
    } while (position < until && !isSpecial(bytes[position]));
    passCode(bytes, from, position - from);
  }

  private boolean isSpecial(byte b) {
    return b == '\''
        || b == '"'
        || b == '`'
        || b == '#'
        || b == '-'
        || b == '/'
        || b == delimiter[0];
  }

  private String firstWord() {
    int end = position;
    while (end < limit && Character.isLetter(bytes[end]) && end - position < LOOKAHEAD) {
      end++;
    }
    return new String(bytes, position, end - position, StandardCharsets.ISO_8859_1)
        .toUpperCase(Locale.ROOT);
  }

  private void begin(String firstWord) {
    if (!isBegun) {
      isBegun = true;
      inPieces = taker.takesPieces(firstWord);
    }
  }

  private void quoted(int until) throws IOException {
    boolean escapes = backslashEscapes && (quote == '\'' || (quote == '"' && !doubleQuotesName));
    int from = position;
    while (position < until) {
      byte b = bytes[position];
      if ((b == '\\' && escapes) || (b == quote && at(1) == quote)) {
        position += 2;
      } else {
        position++;
        if (b == quote) {
          part = Part.CODE;
          break;
        }
      }
    }
    position = Math.min(position, limit);
    passQuoted(from, position);
  }

  private void lineComment() throws IOException {
    if (bytes[position++] == '\n') {
      part = Part.CODE;
      passCode(new byte[] {'\n'}, 0, 1);
    }
  }

  private void blockComment() {
    if (bytes[position++] == '*' && position < limit && bytes[position] == '/') {
      position++;
      part = Part.CODE;
    }
  }

  private void command() {
    byte b = bytes[position++];
    if (b != '\n' && statement.size() <= LONGEST_BYTES) {
      statement.write(b);
      return;
    }
    var wanted =
        statement.toString(StandardCharsets.ISO_8859_1).substring(DELIMITER.length()).strip();
    statement.reset();
    if (wanted.isEmpty() || wanted.length() > LONGEST_DELIMITER) {
      throw new SourceException(
          "It has a DELIMITER line that names none, or one of more than 15 characters.");
    }
    delimiter = wanted.getBytes(StandardCharsets.ISO_8859_1);
    part = Part.CODE;
  }

  private void passCode(byte[] from, int offset, int length) throws IOException {
    if (inPieces) {
      taker.code(from, offset, length);
    } else if (isBegun) {
      keep(from, offset, length);
    }
  }

  private void passQuoted(int from, int to) throws IOException {
    if (inPieces) {
      taker.quoted(bytes, from, to - from);
    } else {
      keep(bytes, from, to - from);
    }
  }

  private void keep(byte[] from, int offset, int length) {
    if (statement.size() + length > LONGEST_BYTES) {
      throw new SourceException(
          "It has a statement of more than 16 MiB that does not insert rows, which is not known here.");
    }
    statement.write(from, offset, length);
  }

  private void endStatement() throws IOException {
    if (inPieces) {
      inPieces = false;
      isBegun = false;
      taker.endOfPieces();
    } else if (isBegun) {
      isBegun = false;
      var text = statement.toString(StandardCharsets.ISO_8859_1);
      statement.reset();
      taker.statement(text);
    }
  }

  private boolean isCommand() {
    return limit - position > DELIMITER.length()
        && isBlank(at(DELIMITER.length()))
        && new String(bytes, position, DELIMITER.length(), StandardCharsets.ISO_8859_1)
            .equalsIgnoreCase(DELIMITER);
  }

  private boolean isLineComment() {
    byte b = bytes[position];
    return b == '#' || (b == '-' && at(1) == '-' && at(2) >= 0 && at(2) <= ' ');
  }

  private boolean startsWith(byte[] text) {
    return bytes[position] == text[0]
        && limit - position >= text.length
        && Arrays.equals(bytes, position, position + text.length, text, 0, text.length);
  }

  /** The byte so far ahead; 0 beyond the end. */
  private byte at(int ahead) {
    return position + ahead < limit ? bytes[position + ahead] : 0;
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || (b >= '\t' && b <= '\r');
  }
}
