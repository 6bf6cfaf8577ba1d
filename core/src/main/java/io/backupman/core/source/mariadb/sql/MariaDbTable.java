package io.backupman.core.source.mariadb.sql;

import io.backupman.core.source.SourceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The definition of a table, as it may be tried: with columns, keys and checks of its own database,
 * and with those of its options that keep its rows there. What is kept elsewhere, as by FEDERATED
 * or MERGE, becomes an empty table of the usual kind. For one statement.
 */
final class MariaDbTable {
  private static final Set<String> ENGINES =
      Set.of(
          "INNODB",
          "MYISAM",
          "ARIA",
          "MEMORY",
          "HEAP",
          "ARCHIVE",
          "CSV",
          "BLACKHOLE",
          "ROCKSDB",
          "TOKUDB");

  private static final Set<String> OPTIONS =
      Set.of(
          "DEFAULT CHARSET",
          "CHARSET",
          "DEFAULT CHARACTER SET",
          "CHARACTER SET",
          "COLLATE",
          "DEFAULT COLLATE",
          "AUTO_INCREMENT",
          "COMMENT",
          "ROW_FORMAT",
          "KEY_BLOCK_SIZE",
          "PAGE_CHECKSUM",
          "TRANSACTIONAL",
          "STATS_PERSISTENT",
          "STATS_AUTO_RECALC",
          "STATS_SAMPLE_PAGES",
          "CHECKSUM",
          "TABLE_CHECKSUM",
          "DELAY_KEY_WRITE",
          "MIN_ROWS",
          "MAX_ROWS",
          "AVG_ROW_LENGTH",
          "PACK_KEYS",
          "PAGE_COMPRESSED",
          "PAGE_COMPRESSION_LEVEL",
          "COMPRESSION",
          "ENCRYPTED",
          "ENCRYPTION",
          "ENCRYPTION_KEY_ID",
          "SEQUENCE",
          "AUTOEXTEND_SIZE",
          "IETF_QUOTES");

  private static final Set<String> SEQUENCES = Set.of("NEXTVAL", "LASTVAL", "SETVAL");

  private final DatabaseName original;
  private final LeftOut notTried;
  private final SqlToken name;
  private final List<SqlToken> definitions;
  private final List<SqlToken> options = new ArrayList<>();
  private final List<String> leftOut = new ArrayList<>();
  private boolean isElsewhere;

  private MariaDbTable(
      DatabaseName original, LeftOut notTried, SqlToken name, List<SqlToken> definitions) {
    this.original = original;
    this.notTried = notTried;
    this.name = name;
    this.definitions = definitions;
  }

  /**
   * Reads one.
   *
   * @param statement what follows CREATE TABLE
   * @param original the database that was dumped
   * @return {@code null} if it is none that is known here
   */
  static @Nullable MariaDbTable read(SqlTokens statement, DatabaseName original, LeftOut notTried) {
    statement.accept("IF", "NOT", "EXISTS");
    var name = statement.acceptName(original);
    var next = statement.peek();
    if (name == null || next == null || !next.is("(")) {
      return null;
    }
    var table = new MariaDbTable(original, notTried, name, statement.group());
    return table.readOptions(statement) ? table : null;
  }

  String name() {
    return name.unquoted();
  }

  /** Whether its rows are kept elsewhere, so that it is tried as an empty one. */
  boolean isElsewhere() {
    return isElsewhere;
  }

  private boolean readOptions(SqlTokens statement) {
    while (!statement.isAtEnd()) {
      if (statement.accept("WITH", "SYSTEM", "VERSIONING")) {
        options.addAll(words("WITH", "SYSTEM", "VERSIONING"));
      } else if (statement.accept("PARTITION", "BY")) {
        options.addAll(words("PARTITION", "BY"));
        options.addAll(partitions(statement));
      } else if (statement.accept("TABLESPACE")) {
        leftOut.add("TABLESPACE");
        statement.accept("=");
        statement.next();
        if (statement.accept("STORAGE")) {
          statement.next();
        }
      } else if (!statement.accept(",") && !readOption(statement)) {
        return false;
      }
    }
    return options.stream().noneMatch(token -> token.is(".")); // No other database's name.
  }

  private boolean readOption(SqlTokens statement) {
    var option = new ArrayList<SqlToken>();
    var next = statement.peek();
    while (next != null && next.isName()) {
      option.add(statement.next());
      next = statement.peek();
    }
    if (option.isEmpty() || next == null || !next.is("=")) {
      return false;
    }
    var key = SqlTokens.text(option).replace("`", "").toUpperCase(Locale.ROOT);
    option.add(statement.next());
    var value = statement.peek();
    if (value != null && value.is("(")) {
      statement.group();
      leftOut.add(key);
      return true;
    }
    option.add(statement.next());
    if (key.equals("ENGINE")) {
      isElsewhere = !ENGINES.contains(option.getLast().value());
      options.addAll(option);
    } else if (OPTIONS.contains(key)) {
      options.addAll(option);
    } else {
      leftOut.add(key);
    }
    return true;
  }

  private List<SqlToken> partitions(SqlTokens statement) {
    var kept = new ArrayList<SqlToken>();
    while (!statement.isAtEnd()) {
      if (statement.accept("DATA", "DIRECTORY")
          || statement.accept("INDEX", "DIRECTORY")
          || statement.acceptAny("TABLESPACE", "CONNECTION", "NODEGROUP")) {
        leftOut.add("those of partitions");
        statement.accept("=");
        statement.next();
      } else if (statement.accept("ENGINE")) {
        kept.addAll(words("ENGINE", "="));
        statement.accept("=");
        kept.add(statement.next());
        isElsewhere |= !ENGINES.contains(kept.getLast().value());
      } else {
        kept.add(statement.next());
      }
    }
    return kept;
  }

  private static List<SqlToken> words(String... words) {
    var tokens = new ArrayList<SqlToken>();
    for (var word : words) {
      tokens.add(new SqlToken(SqlToken.Kind.WORD, word, true));
    }
    return tokens;
  }

  /**
   * The statement that makes it.
   *
   * @throws SourceException if it names another database in a way that is not known here
   */
  String statement(boolean isMySql) {
    var kept = new ArrayList<String>();
    for (var definition : SqlTokens.parts(definitions)) {
      if (isForeignKeyElsewhere(definition)) {
        notTried.add("foreign keys into another database", name());
      } else {
        kept.add(SqlTokens.text(own(withoutDefaultElsewhere(definition))));
      }
    }
    var create = "CREATE TABLE " + name.text() + " (" + String.join(",\n", kept) + ")";
    if (!isElsewhere) {
      leftOut.forEach(option -> notTried.add("table options", option));
      return create + " " + SqlTokens.text(options);
    }
    notTried.add("tables whose rows are kept elsewhere, tried as empty ones", name());
    return isMySql
        ? create // CONNECT and others of MariaDB have options for columns.
        : "SET STATEMENT sql_mode = 'IGNORE_BAD_TABLE_OPTIONS' FOR " + create;
  }

  private boolean isForeignKeyElsewhere(List<SqlToken> definition) {
    var tokens = new SqlTokens(definition);
    while (!tokens.isAtEnd()) {
      if (tokens.accept("REFERENCES")) {
        return tokens.acceptName(original) == null;
      }
      tokens.next();
    }
    return false;
  }

  /** Of a sequence in another database. */
  private List<SqlToken> withoutDefaultElsewhere(List<SqlToken> definition) {
    for (int i = 0; i + 4 < definition.size(); i++) {
      boolean isDefault =
          definition.get(i).is("DEFAULT")
              && isSequence(definition, i + 3)
              && definition.get(i + 4).is(".")
              && !original.is(definition.get(i + 3).unquoted());
      if (isDefault) {
        notTried.add("defaults of another database's sequence", name());
        var rest = new SqlTokens(definition.subList(i + 2, definition.size()));
        rest.group();
        var kept = new ArrayList<SqlToken>(definition.subList(0, i));
        kept.addAll(rest.rest());
        return kept;
      }
    }
    return definition;
  }

  private static boolean isSequence(List<SqlToken> definition, int at) {
    return at > 1
        && definition.get(at - 1).is("(")
        && SEQUENCES.contains(definition.get(at - 2).value());
  }

  private List<SqlToken> own(List<SqlToken> definition) {
    return QualifiedNames.without(
        definition,
        found -> {
          boolean isOwn = new DatabaseName(name(), original.foldsCase()).is(found.first());
          if (original.is(found.first())) {
            return !isOwn || found.length() > 2 || isSequence(definition, found.at());
          }
          if (!isOwn) {
            throw new SourceException(
                "Its table '%s' names another database in a way that is not known here, so it was not restored: that could have reached beyond the scratch database."
                    .formatted(LeftOut.readable(name())));
          }
          return false;
        });
  }
}
