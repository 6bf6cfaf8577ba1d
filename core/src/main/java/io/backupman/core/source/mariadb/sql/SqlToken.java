package io.backupman.core.source.mariadb.sql;

import java.util.Locale;

/**
 * A word, name, string or sign of a statement.
 *
 * @param kind what it is
 * @param text as it is written, with its quotes
 * @param spaced whether a blank stands before it
 */
public record SqlToken(Kind kind, String text, boolean spaced) {

  /** What it may be. */
  enum Kind {
    /** A key word, or a name without quotes. */
    WORD,
    /** A name in quotes. */
    NAME,
    /** A string, in its quotes. */
    STRING,
    /** A number, also in hexadecimal. */
    NUMBER,
    /** Any other character. */
    SIGN
  }

  boolean is(String wordOrSign) {
    return (kind == Kind.WORD || kind == Kind.SIGN) && text.equalsIgnoreCase(wordOrSign);
  }

  /** Whether something may be called so. */
  public boolean isName() {
    return kind == Kind.WORD || kind == Kind.NAME;
  }

  /** A word in capitals; a name, or a string, without its quotes. */
  String value() {
    return switch (kind) {
      case NAME, STRING -> unquoted();
      case WORD, NUMBER, SIGN -> text.toUpperCase(Locale.ROOT);
    };
  }

  /** A word in capitals, as it may be shown; dots for what may be data. */
  String keyWord() {
    return kind == Kind.WORD && text.matches("[A-Za-z_]{1,20}") ? value() : "...";
  }

  /** As it is written, without quotes. */
  public String unquoted() {
    if (kind != Kind.NAME && kind != Kind.STRING) {
      return text;
    }
    var quote = text.substring(0, 1);
    return text.substring(1, text.length() - 1).replace(quote + quote, quote);
  }

  SqlToken withoutBlank() {
    return new SqlToken(kind, text, false);
  }
}
