package io.backupman.core.source.postgres.sql;

import io.backupman.core.source.SourceException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Takes a script apart as {@code psql} does (PostgreSQL manual, 4.1 "Lexical Structure"; {@code
 * psqlscan.l}): strings, dollar quotes, quoted names, nested comments, and where a statement ends.
 * What it cannot read for certain it says so of, rather than guess. For one thread.
 */
final class PostgresLexer {
  /** Longer tokens are cut: nobody asks for more of them. */
  private static final int KEPT_BYTES = 256;

  private static final int BYTE = 0xff;
  private static final int BEYOND_ASCII = 0x80;

  /** What a token is. */
  enum Kind {
    /** A keyword or a name without quotes, in lower case. */
    WORD,
    /** A name in double quotes, without them. */
    NAME,
    /** A string, without its quotes; dollar-quoted ones are empty. */
    TEXT,
    /** A number. */
    NUMBER,
    /** Any other character. */
    SYMBOL,
    /** The end of a statement. */
    END
  }

  /**
   * A piece of a statement.
   *
   * @param text up to 256 bytes of it
   */
  record Token(Kind kind, String text) {
    boolean is(String wordOrSymbol) {
      return (kind == Kind.WORD || kind == Kind.SYMBOL) && text.equals(wordOrSymbol);
    }

    boolean isName() {
      return kind == Kind.WORD || kind == Kind.NAME;
    }
  }

  private enum State {
    BLANK,
    WORD,
    NUMBER,
    TEXT,
    TEXT_QUOTE,
    ESCAPING,
    ESCAPED,
    ESCAPING_QUOTE,
    NAME,
    NAME_QUOTE,
    DASH,
    LINE_COMMENT,
    SLASH,
    COMMENT,
    COMMENT_SLASH,
    COMMENT_STAR,
    DOLLAR,
    DOLLAR_TEXT
  }

  private final Consumer<Token> tokens;
  private final PostgresBlocks blocks = new PostgresBlocks();
  private final byte[] kept = new byte[KEPT_BYTES];
  private State state = State.BLANK;
  private boolean standardStrings = true;
  private boolean afterEscaping;
  private int previous;
  private int length;
  private int commentDepth;
  private byte[] tag = {};
  private int tagMatched;

  PostgresLexer(Consumer<Token> tokens) {
    this.tokens = tokens;
  }

  /** Whether a backslash is an ordinary character in strings, as it is by default. */
  void standardStrings(boolean standard) {
    standardStrings = standard;
  }

  /** Whether nothing has begun: neither string nor comment. */
  boolean isBetweenTokens() {
    return state == State.BLANK;
  }

  /** Takes the next byte; tokens that end before it, or with it, are handed on. */
  void accept(int b) {
    if (b == '\'' && previous == '&' && state == State.BLANK && !standardStrings) {
      throw unreadable("a string with U& may have backslashes that are none");
    }
    previous = b;
    switch (state) {
      case BLANK -> start(b);
      case WORD -> word(b);
      case NUMBER -> number(b);
      case TEXT -> text(b, State.TEXT, State.TEXT_QUOTE);
      case TEXT_QUOTE -> quote(b, State.TEXT, false);
      case ESCAPING -> {
        if (b == '\\') {
          state = State.ESCAPED;
        } else {
          text(b, State.ESCAPING, State.ESCAPING_QUOTE);
        }
      }
      case ESCAPED -> {
        keep(b);
        state = State.ESCAPING;
      }
      case ESCAPING_QUOTE -> quote(b, State.ESCAPING, true);
      case NAME -> name(b);
      case NAME_QUOTE -> nameQuote(b);
      case DASH -> second(b, '-', State.LINE_COMMENT);
      case LINE_COMMENT -> state = b == '\n' || b == '\r' ? State.BLANK : State.LINE_COMMENT;
      case SLASH -> second(b, '*', State.COMMENT);
      case COMMENT, COMMENT_SLASH, COMMENT_STAR -> comment(b);
      case DOLLAR -> dollar(b);
      case DOLLAR_TEXT -> dollarText(b);
    }
  }

  /** There is no more: the last token ends. */
  void end() {
    accept('\n');
    if (state != State.BLANK) {
      throw unreadable("it ends in the middle of a string or a comment");
    }
  }

  private void start(int b) {
    state = State.BLANK;
    length = 0;
    if (isBlank(b)) {
      return;
    }
    if (b == '\'') {
      startText(standardStrings ? State.TEXT : State.ESCAPING);
    } else if (b == '"') {
      state = State.NAME;
    } else if (b == '-') {
      state = State.DASH;
    } else if (b == '/') {
      state = State.SLASH;
    } else if (b == '$') {
      state = State.DOLLAR;
    } else if (isDigit(b)) {
      keep(b);
      state = State.NUMBER;
    } else if (isWordStart(b)) {
      keep(b);
      state = State.WORD;
    } else {
      symbol(b);
    }
  }

  /** A string goes on after a line break, in the way of its beginning; nothing writes that. */
  private void startText(State kind) {
    if (afterEscaping) {
      throw unreadable("a string follows a string");
    }
    length = 0;
    state = kind;
  }

  private void word(int b) {
    if (isWordStart(b) || isDigit(b) || b == '$') {
      keep(b);
      return;
    }
    if (b == '\'' && length == 1 && "eEbBxXnN".indexOf(kept[0]) >= 0) {
      startText(isEscaping(kept[0]) ? State.ESCAPING : State.TEXT);
      return;
    }
    emit(Kind.WORD, lower());
    start(b);
  }

  /** Whether a backslash escapes, in a string after this letter; never in those of bits. */
  private boolean isEscaping(int prefix) {
    return switch (prefix) {
      case 'e', 'E' -> true;
      case 'n', 'N' -> !standardStrings;
      default -> false;
    };
  }

  private void number(int b) {
    if (isDigit(b) || (isWordStart(b) && b < BEYOND_ASCII) || b == '.') {
      keep(b);
    } else if (b == '\'' || b == '$' || b >= BEYOND_ASCII) {
      throw unreadable("a number is not followed by a blank");
    } else {
      emit(Kind.NUMBER, lower());
      start(b);
    }
  }

  private void text(int b, State within, State atQuote) {
    if (b == '\'') {
      state = atQuote;
    } else {
      keep(b);
      state = within;
    }
  }

  private void quote(int b, State within, boolean escaping) {
    if (b == '\'') {
      keep(b);
      state = within;
      return;
    }
    emit(Kind.TEXT, kept());
    afterEscaping = escaping;
    start(b);
  }

  private void name(int b) {
    if (b == '"') {
      state = State.NAME_QUOTE;
    } else {
      keep(b);
    }
  }

  private void nameQuote(int b) {
    if (b == '"') {
      keep(b);
      state = State.NAME;
    } else {
      emit(Kind.NAME, kept());
      start(b);
    }
  }

  private void second(int b, char wanted, State comment) {
    if (b == wanted) {
      commentDepth = 1;
      state = comment;
    } else {
      symbol(state == State.DASH ? '-' : '/');
      start(b);
    }
  }

  private void comment(int b) {
    if (state == State.COMMENT_SLASH && b == '*') {
      commentDepth++;
      state = State.COMMENT;
    } else if (state == State.COMMENT_STAR && b == '/') {
      commentDepth--;
      state = commentDepth == 0 ? State.BLANK : State.COMMENT;
    } else {
      state = b == '/' ? State.COMMENT_SLASH : b == '*' ? State.COMMENT_STAR : State.COMMENT;
    }
  }

  private void dollar(int b) {
    if (b == '$') {
      if (length == KEPT_BYTES) {
        throw unreadable("the word of a dollar quote is too long");
      }
      tag = ("$" + latin() + "$").getBytes(StandardCharsets.ISO_8859_1);
      tagMatched = 0;
      state = State.DOLLAR_TEXT;
    } else if (isWordStart(b) || (isDigit(b) && length > 0)) {
      keep(b);
    } else if (length == 0) {
      symbol('$'); // of a parameter
      start(b);
    } else {
      emit(Kind.SYMBOL, "$");
      state = State.WORD;
      word(b);
    }
  }

  private void dollarText(int b) {
    if (b == (tag[tagMatched] & BYTE)) {
      tagMatched++;
    } else {
      tagMatched = b == '$' ? 1 : 0;
    }
    if (tagMatched == tag.length) {
      emit(Kind.TEXT, "");
      state = State.BLANK;
    }
  }

  private void symbol(int b) {
    var kind = blocks.isEnd(b) ? Kind.END : Kind.SYMBOL;
    emit(kind, String.valueOf((char) b));
  }

  private void emit(Kind kind, String text) {
    afterEscaping = false;
    var token = new Token(kind, text);
    if (kind == Kind.END) {
      blocks.reset();
    } else {
      blocks.accept(token);
    }
    tokens.accept(token);
  }

  private void keep(int b) {
    if (length < KEPT_BYTES) {
      kept[length++] = (byte) b;
    }
  }

  private String kept() {
    return new String(Arrays.copyOf(kept, length), StandardCharsets.UTF_8);
  }

  private String lower() {
    return kept().toLowerCase(Locale.ROOT);
  }

  private String latin() {
    return new String(Arrays.copyOf(kept, length), StandardCharsets.ISO_8859_1);
  }

  private static boolean isBlank(int b) {
    return b == ' ' || (b >= '\t' && b <= '\r');
  }

  private static boolean isDigit(int b) {
    return b >= '0' && b <= '9';
  }

  private static boolean isWordStart(int b) {
    return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || b == '_' || b >= BEYOND_ASCII;
  }

  private static SourceException unreadable(String why) {
    return new SourceException(
        "It was not restored, because it cannot be read for certain what its statements are: %s."
            .formatted(why));
  }
}
