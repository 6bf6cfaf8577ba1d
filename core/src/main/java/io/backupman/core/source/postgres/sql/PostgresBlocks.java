package io.backupman.core.source.postgres.sql;

import io.backupman.core.source.SourceException;
import io.backupman.core.source.postgres.sql.PostgresLexer.Kind;
import io.backupman.core.source.postgres.sql.PostgresLexer.Token;

/**
 * Knows which semicolon ends a statement: none in parentheses (rules have such), and none in the
 * body of a function that is written out ({@code BEGIN ATOMIC … END}). The same rule of thumb as
 * {@code psql} has, so that both see the same statements; where that rule would join a statement
 * with the next ones, the script is refused.
 */
final class PostgresBlocks {
  private static final int ROUTINE_WORDS = 4;
  private static final int SHOWN_CHARACTERS = 80;

  private final StringBuilder beginning = new StringBuilder();
  private final StringBuilder name = new StringBuilder();
  private int words;
  private int parentheses;
  private int begun;
  private boolean afterBegin;
  private boolean named;

  /** Takes the next token of the statement. */
  void accept(Token token) {
    if (afterBegin && !token.is("atomic")) {
      throw joined();
    }
    afterBegin = false;
    if (isRoutine()) {
      name(token);
    }
    if (token.kind() == Kind.WORD) {
      word(token.text());
    }
  }

  private void word(String word) {
    if (words < ROUTINE_WORDS) {
      beginning.append(word).append(' ');
    }
    words++;
    if (parentheses > 0 || !isRoutine()) {
      return;
    }
    if (word.equals("begin")) {
      if (begun > 0) {
        throw joined();
      }
      begun++;
      afterBegin = true;
    } else if (word.equals("case") && begun > 0) {
      begun++;
    } else if (word.equals("end") && begun > 0) {
      begun--;
    }
  }

  private void name(Token token) {
    named |= token.is("(");
    if (!named && name.length() < SHOWN_CHARACTERS) {
      name.append(token.text());
    }
  }

  private boolean isRoutine() {
    var start = beginning.toString().replace("create or replace ", "create ");
    return start.startsWith("create function ") || start.startsWith("create procedure ");
  }

  /** Whether the next symbol is a semicolon that ends the statement. */
  boolean isEnd(int symbol) {
    if (symbol == '(') {
      parentheses++;
    } else if (symbol == ')' && parentheses > 0) {
      parentheses--;
    } else if (symbol == ';' && parentheses == 0) {
      if (begun > 1) {
        throw joined(); // no CASE goes beyond a semicolon
      }
      return begun == 0;
    }
    return false;
  }

  /** The statement has ended. */
  void reset() {
    beginning.setLength(0);
    name.setLength(0);
    words = 0;
    named = false;
  }

  private SourceException joined() {
    var shown = name.toString().matches("[\\w.$]+") ? name.toString() : "…";
    return new SourceException(
        "It was not restored, because psql takes a name in the definition of the function %s (begin or case) for the beginning of a block, and would not find the end of the statement: give what has this name another one."
            .formatted(shown));
  }
}
