package io.backupman.core.source.mariadb.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The definition of a view, trigger, function, procedure or package, as it may be tried: as the own
 * of whoever tries it, since the rights of another account may be lacking, and without the name of
 * the database that was dumped. None of them runs in a verification.
 *
 * @param kind a word such as {@code VIEW}
 * @param name its name, without quotes
 * @param statement the statement that makes it
 * @param otherDatabase another database that it names; {@code null} if it names none
 */
record MariaDbProgram(String kind, String name, String statement, @Nullable String otherDatabase) {
  private static final Set<String> KINDS =
      Set.of("VIEW", "TRIGGER", "FUNCTION", "PROCEDURE", "PACKAGE", "EVENT");

  private static final String INFORMATION = "information_schema";

  /** Names that stand for rows. */
  private static final Set<String> ROWS = Set.of("NEW", "OLD");

  /** What is known of names when it is read. */
  interface Known {
    /** Whether the database has a table or view of that name. */
    boolean isTable(String name);

    /** Whether the server has another database of that name. */
    boolean isDatabase(String name);
  }

  /**
   * Reads one.
   *
   * @param tokens the whole statement
   * @param original the database that was dumped
   * @return {@code null} if it is none of these
   */
  static @Nullable MariaDbProgram read(List<SqlToken> tokens, DatabaseName original, Known known) {
    var own = withoutDefiner(tokens);
    var header = new SqlTokens(own);
    header.accept("CREATE");
    header.accept("OR", "REPLACE");
    if (header.accept("ALGORITHM", "=")) {
      header.next();
    }
    if (header.accept("SQL", "SECURITY")) {
      header.next();
    }
    header.accept("AGGREGATE");
    var kind = header.peek();
    if (kind == null || !KINDS.contains(kind.value())) {
      return null;
    }
    header.next();
    header.accept("BODY");
    header.accept("IF", "NOT", "EXISTS");
    var name = header.acceptName(original);
    if (name == null || isLibrary(kind, header)) {
      return null;
    }
    var qualifiers = new Qualifiers(own, kind.is("VIEW"), original, known);
    var statement = SqlTokens.text(QualifiedNames.without(own, qualifiers));
    return new MariaDbProgram(kind.value(), name.unquoted(), statement, qualifiers.other);
  }

  /** {@code CREATE FUNCTION f RETURNS STRING SONAME 'f.so'} makes the server load a library. */
  private static boolean isLibrary(SqlToken kind, SqlTokens afterName) {
    var next = afterName.peek();
    return kind.is("FUNCTION") && (next == null || !(next.is("(") || next.is("RETURN")));
  }

  private static List<SqlToken> withoutDefiner(List<SqlToken> tokens) {
    for (int i = 0; i + 2 < tokens.size() && !KINDS.contains(tokens.get(i).value()); i++) {
      if (tokens.get(i).is("DEFINER") && tokens.get(i + 1).is("=")) {
        int end = i + 3;
        if (end + 1 < tokens.size() && tokens.get(end).is("@")) {
          end += 2;
        } else if (end + 1 < tokens.size() && tokens.get(end).is("(")) {
          end += 2;
        }
        var kept = new ArrayList<SqlToken>(tokens.subList(0, i));
        kept.addAll(tokens.subList(end, tokens.size()));
        return kept;
      }
    }
    return tokens;
  }

  /** Leaves the name of the dumped database away, and finds that of another one. */
  private static final class Qualifiers implements QualifiedNames.Choice {
    private final boolean isView;
    private final DatabaseName original;
    private final Known known;
    private final Set<String> aliases = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    private @Nullable String other;

    Qualifiers(List<SqlToken> tokens, boolean isView, DatabaseName original, Known known) {
      this.isView = isView;
      this.original = original;
      this.known = known;
      for (int i = 1; i < tokens.size(); i++) {
        addAliases(tokens, i);
      }
    }

    /** {@code t AS a}, {@code `t` `a`}, {@code (…) `a`}, {@code WITH a AS (…)}. */
    private void addAliases(List<SqlToken> tokens, int at) {
      var before = tokens.get(at - 1);
      var token = tokens.get(at);
      boolean isAfterAnother = before.kind() == SqlToken.Kind.NAME || before.is(")");
      if (token.isName() && (before.is("AS") || (isAfterAnother && !token.is("AS")))) {
        aliases.add(token.unquoted());
      }
      if (before.isName() && token.is("AS")) {
        aliases.add(before.unquoted());
      }
    }

    @Override
    public boolean isLeftAway(QualifiedNames.Name name) {
      if (original.is(name.first())) {
        return isView
            ? !isTableOrAlias(name)
            : !ROWS.contains(name.first().toUpperCase(Locale.ROOT));
      }
      if (isElsewhere(name)) {
        other = name.first();
      }
      return false;
    }

    private boolean isTableOrAlias(QualifiedNames.Name name) {
      return name.length() == 2
          && !name.isCalled()
          && !name.isSource()
          && (known.isTable(name.first()) || aliases.contains(name.first()));
    }

    private boolean isElsewhere(QualifiedNames.Name name) {
      if (name.first().equalsIgnoreCase(INFORMATION)) {
        return false;
      }
      boolean isColumns = name.length() == 2 && !name.isCalled() && !name.isSource();
      if (isColumns && known.isTable(name.first())) {
        return false;
      }
      return known.isDatabase(name.first())
          || (isView && !(isColumns && aliases.contains(name.first())));
    }
  }
}
