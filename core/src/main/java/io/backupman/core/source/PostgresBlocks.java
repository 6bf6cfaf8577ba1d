package io.backupman.core.source;

/**
 * Knows which semicolon ends a statement: none in parentheses (rules have such), and none in the
 * body of a function that is written out ({@code BEGIN ATOMIC … END}). The same rule of thumb as
 * {@code psql} has, so that both see the same statements.
 */
final class PostgresBlocks {
  private static final int ROUTINE_WORDS = 4;

  private final StringBuilder beginning = new StringBuilder();
  private int words;
  private int parentheses;
  private int begun;

  /** The next word of the statement, in lower case. */
  void word(String word) {
    if (words < ROUTINE_WORDS) {
      beginning.append(word).append(' ');
    }
    words++;
    if (parentheses > 0 || !isRoutine()) {
      return;
    }
    if (word.equals("begin") || (word.equals("case") && begun > 0)) {
      begun++;
    } else if (word.equals("end") && begun > 0) {
      begun--;
    }
  }

  private boolean isRoutine() {
    String start = beginning.toString().replace("create or replace ", "create ");
    return start.startsWith("create function ") || start.startsWith("create procedure ");
  }

  /** Whether the next symbol is a semicolon that ends the statement. */
  boolean isEnd(int symbol) {
    if (symbol == '(') {
      parentheses++;
    } else if (symbol == ')' && parentheses > 0) {
      parentheses--;
    } else if (symbol == ';' && parentheses == 0 && begun == 0) {
      beginning.setLength(0);
      words = 0;
      return true;
    }
    return false;
  }
}
