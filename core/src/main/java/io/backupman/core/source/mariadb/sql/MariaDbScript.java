package io.backupman.core.source.mariadb.sql;

import io.backupman.core.source.SourceException;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Takes a script of MariaDB's or MySQL's dump program to be tried in a scratch database. Only what
 * is known to do nothing but fill that is let through: tables and their rows at once, to a program
 * that restores; views, triggers and routines are kept for later. What could reach further is left
 * out, and said. Nothing that is let through has the name of another database, comments, or several
 * statements in one. For one thread.
 */
public final class MariaDbScript extends OutputStream implements MariaDbStatements.Taker {
  /** What is no part of a dump, or damaged. */
  public static final String UNKNOWN = "statements that are not known here";

  private static final int BUFFER_BYTES = 128 * 1024;
  private static final long MOST_KEPT = 64L * 1024 * 1024;

  /** What a verification does without; nothing is lost by that in an empty database of its own. */
  private static final Set<String> NEEDLESS =
      Set.of("LOCK", "UNLOCK", "COMMIT", "START", "BEGIN", "ROLLBACK", "DROP");

  /** Statements that say with their second word what they are about. */
  private static final Set<String> OF_MANY_KINDS =
      Set.of("CREATE", "ALTER", "LOAD", "INSTALL", "RENAME");

  /**
   * A statement that is run when tables and rows are there.
   *
   * @param what it makes, in words; a character for each byte
   * @param name what that is called, likewise
   * @param statement the statement, likewise
   * @param characterSet of the statement, as the servers call it
   * @param sqlMode {@code null} for the server's own
   * @param collation that of the connection; {@code null} for the usual one
   */
  public record Later(
      String what,
      String name,
      String statement,
      String characterSet,
      @Nullable String sqlMode,
      @Nullable String collation) {}

  private final OutputStream out;
  private final MariaDbDialect usual;
  private final DatabaseName original;
  private final Set<String> databases;
  private final long packetBytes;
  private final MariaDbStatements statements = new MariaDbStatements(this);
  private final MariaDbVariables variables = new MariaDbVariables();
  private final LeftOut leftOut = new LeftOut();
  private final List<Later> later = new ArrayList<>();
  private final Set<String> tables = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
  private final Set<String> sequences = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
  private final Set<String> elsewhere = new TreeSet<>();
  private final NavigableMap<Long, String> tablesByLine = new TreeMap<>();
  private MariaDbDialect dialect;
  private final ByteArrayOutputStream verb = new ByteArrayOutputStream();
  private MariaDbInsert insert = new MariaDbInsert();
  private long line = 1;
  private long insertLine;
  private long kept;

  /**
   * Begins.
   *
   * @param out leads to the program that restores, which is connected to the scratch database
   * @param dialect how the scratch server reads statements
   * @param original the database that was dumped
   * @param databases all that it and the dumped server are known to have
   * @param packetBytes its {@code max_allowed_packet}
   */
  public MariaDbScript(
      OutputStream out,
      MariaDbDialect dialect,
      String original,
      List<String> databases,
      long packetBytes) {
    this.out = new BufferedOutputStream(out, BUFFER_BYTES);
    this.packetBytes = packetBytes;
    this.usual = dialect;
    this.dialect = dialect;
    statements.quoting(dialect.backslashEscapes(), dialect.doubleQuotesName());
    this.original = new DatabaseName(bytes(original), dialect.foldsCase());
    this.databases =
        dialect.foldsCase() ? new TreeSet<>(String.CASE_INSENSITIVE_ORDER) : new TreeSet<>();
    databases.forEach(name -> this.databases.add(bytes(name)));
  }

  private static String bytes(String name) {
    return new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  /** What is to be run when the program has ended well, in this order. */
  public List<Later> later() {
    return later;
  }

  /** What was left out. */
  public LeftOut leftOut() {
    return leftOut;
  }

  /** The tables that are tried as empty ones; the server does not keep their rows itself. */
  public Set<String> elsewhere() {
    return elsewhere;
  }

  /** The table that a line of what was let through is about; empty if about none. */
  public String tableAt(long lineNumber) {
    var entry = tablesByLine.floorEntry(lineNumber);
    return entry == null ? "" : entry.getValue();
  }

  @Override
  public void write(int b) throws IOException {
    statements.write(b);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    statements.write(bytes, offset, length);
  }

  /**
   * Passes on what is left, and closes what it goes to.
   *
   * @throws SourceException if the script ends in the middle
   */
  @Override
  public void close() throws IOException {
    try (out) {
      if (!statements.end()) {
        throw new SourceException("It ends in the middle of a string, a name or a comment.");
      }
    }
  }

  @Override
  public boolean takesPieces(String firstWord) {
    boolean isInsert = firstWord.equals("INSERT") || firstWord.equals("REPLACE");
    if (isInsert) {
      verb.reset();
      insert = new MariaDbInsert();
    }
    return isInsert;
  }

  @Override
  public void code(byte[] bytes, int offset, int length) throws IOException {
    if (insert.length() == 0) {
      tellVariables();
      insertLine = line;
    }
    insert.code(bytes, offset, length);
    passRows(bytes, offset, length);
  }

  @Override
  public void quoted(byte[] bytes, int offset, int length) throws IOException {
    insert.quoted(bytes, offset, length);
    passRows(bytes, offset, length);
  }

  @Override
  public void endOfPieces() throws IOException {
    insert.end();
    if (isOfServer()) {
      return;
    }
    label(insertLine, LeftOut.readable(insert.table()));
    if (insert.length() >= packetBytes) {
      throw new SourceException(
          PacketSize.sentence(insert.length(), LeftOut.readable(insert.table()))
              + " The scratch server has %s.".formatted(PacketSize.megabytes(packetBytes)));
    }
    pass(";\n");
  }

  /** What the server would not take is only measured. */
  private void passRows(byte[] bytes, int offset, int length) throws IOException {
    if (insert.table().isEmpty()) {
      verb.write(bytes, offset, length);
    } else if (isOfServer()) {
      leftOut.add("rows of tables that are the server's own", insert.table());
    } else if (insert.length() < packetBytes) {
      byte[] before = verb.toByteArray();
      verb.reset();
      pass(before, 0, before.length);
      pass(bytes, offset, length);
    }
  }

  /** MySQL's program writes rows of some, and no definition. */
  private boolean isOfServer() {
    return original.is("mysql") && !tables.contains(insert.table());
  }

  @Override
  public void statement(String text) throws IOException {
    var tokens = dialect.tokens(text);
    if (!tokens.isEmpty()) {
      statement(tokens);
    }
  }

  private void statement(List<SqlToken> all) throws IOException {
    var tokens = new SqlTokens(all);
    if (tokens.accept("SET")) {
      set(tokens);
    } else if (tokens.accept("CREATE", "TABLE")) {
      table(tokens, all);
    } else if (tokens.accept("CREATE", "SEQUENCE")) {
      sequence(tokens, all);
    } else if (tokens.accept("CREATE", "DATABASE") || tokens.accept("CREATE", "SCHEMA")) {
      tokens.accept("IF", "NOT", "EXISTS");
      insistOnOriginal(tokens, all);
    } else if (tokens.accept("USE")) {
      insistOnOriginal(tokens, all);
    } else if (tokens.accept("CREATE")) {
      program(all);
    } else if (tokens.accept("ALTER", "DATABASE")) {
      characterSet(tokens, all);
    } else if (tokens.accept("ALTER", "TABLE")) {
      keys(tokens, all);
    } else if (tokens.accept("DO", "SETVAL", "(") || tokens.accept("SELECT", "SETVAL", "(")) {
      sequenceValue(tokens, all);
    } else if (tokens.accept("DROP", "TABLE") || tokens.accept("DROP", "VIEW")) {
      drop(tokens, all);
    } else if (!NEEDLESS.contains(all.getFirst().value())) {
      leaveOut(all);
    }
  }

  private void leaveOut(List<SqlToken> statement) {
    var first = statement.getFirst().value();
    boolean hasKind = OF_MANY_KINDS.contains(first) && statement.size() > 1;
    var shown = statement.getFirst().keyWord();
    leftOut.add(UNKNOWN, hasKind ? shown + " " + statement.get(1).keyWord() : shown);
  }

  private void set(SqlTokens tokens) {
    var other = variables.set(tokens);
    if (other != null) {
      leftOut.add("statements that are not for one session", other);
    }
    dialect = usual.under(variables.value(MariaDbVariables.SQL_MODE));
    statements.quoting(dialect.backslashEscapes(), dialect.doubleQuotesName());
  }

  private void table(SqlTokens tokens, List<SqlToken> all) throws IOException {
    var table = MariaDbTable.read(tokens, original, leftOut);
    if (table == null || !isOneStatement(all)) {
      leaveOut(all);
      return;
    }
    tables.add(table.name());
    var statement = table.statement(usual.isMySql());
    if (table.isElsewhere()) {
      elsewhere.add(LeftOut.readable(table.name()));
    }
    tellVariables();
    label(line, LeftOut.readable(table.name()));
    pass(statement + ";\n");
  }

  /**
   * Whether the program that restores takes it for one statement, even if the script has set
   * another delimiter, and for no command of its own.
   */
  private static boolean isOneStatement(List<SqlToken> statement) {
    return statement.stream().noneMatch(token -> token.is(";") || token.is("\\"));
  }

  private void sequence(SqlTokens tokens, List<SqlToken> all) throws IOException {
    tokens.accept("IF", "NOT", "EXISTS");
    var name = tokens.acceptName(original);
    var options = tokens.rest();
    if (name == null || !isPlain(options)) {
      leaveOut(all);
      return;
    }
    tables.add(name.unquoted());
    sequences.add(name.unquoted());
    tellVariables();
    label(line, LeftOut.readable(name.unquoted()));
    pass("CREATE SEQUENCE " + name.text() + " " + SqlTokens.text(options) + ";\n");
  }

  /** Words and numbers, and a string only as a comment. */
  private static boolean isPlain(List<SqlToken> options) {
    var tokens = new SqlTokens(options);
    while (!tokens.isAtEnd()) {
      boolean isComment = tokens.accept("COMMENT", "=") || tokens.accept("COMMENT");
      var token = tokens.isAtEnd() ? null : tokens.next();
      boolean isKnown =
          token == null
              || token.kind() == SqlToken.Kind.WORD
              || token.kind() == SqlToken.Kind.NUMBER
              || (isComment && token.kind() == SqlToken.Kind.STRING)
              || token.is("=")
              || token.is("-");
      if (!isKnown) {
        return false;
      }
    }
    return true;
  }

  private void sequenceValue(SqlTokens tokens, List<SqlToken> all) throws IOException {
    var name = tokens.acceptName(original);
    var values = tokens.rest();
    boolean isPlain =
        values.stream()
            .allMatch(t -> t.kind() == SqlToken.Kind.NUMBER || t.is(",") || t.is("-") || t.is(")"));
    if (name == null || !isPlain || !sequences.contains(name.unquoted())) {
      leaveOut(all);
      return;
    }
    pass("DO SETVAL(" + name.text() + SqlTokens.text(values) + ";\n");
  }

  /** Without them, indexes are filled row by row. */
  private void keys(SqlTokens tokens, List<SqlToken> all) throws IOException {
    var name = tokens.acceptName(original);
    var verb = tokens.accept("DISABLE", "KEYS") ? "DISABLE" : "ENABLE";
    boolean isKnown = verb.equals("DISABLE") || tokens.accept("ENABLE", "KEYS");
    if (name == null || !isKnown || !tokens.isAtEnd()) {
      leaveOut(all);
    } else if (tables.contains(name.unquoted())) {
      pass("ALTER TABLE " + name.text() + " " + verb + " KEYS;\n");
    }
  }

  /** Older programs put a table in a view's place until all tables are there. */
  private void drop(SqlTokens tokens, List<SqlToken> all) {
    tokens.accept("IF", "EXISTS");
    var name = tokens.acceptName(original);
    if (name != null && tokens.isAtEnd() && tables.contains(name.unquoted())) {
      keep(
          all.get(1).value(),
          name.unquoted(),
          "DROP " + all.get(1).value() + " IF EXISTS " + name.text());
    }
  }

  private void characterSet(SqlTokens tokens, List<SqlToken> all) {
    var name = tokens.acceptName(original);
    if (name != null && original.is(name.unquoted()) && tokens.accept("CHARACTER", "SET")) {
      var set = tokens.next();
      if (tokens.accept("COLLATE")) {
        var collation = tokens.next();
        if (isWord(set) && isWord(collation) && tokens.isAtEnd()) {
          keep(
              "the character set",
              "",
              "ALTER DATABASE CHARACTER SET " + set.text() + " COLLATE " + collation.text());
          return;
        }
      }
    }
    leaveOut(all);
  }

  private static boolean isWord(SqlToken token) {
    return token.kind() == SqlToken.Kind.WORD;
  }

  private void program(List<SqlToken> all) {
    var program = MariaDbProgram.read(all, original, known());
    if (program == null) {
      leaveOut(all);
      return;
    }
    var what = program.kind().toLowerCase(Locale.ROOT);
    if (program.kind().equals("EVENT")) {
      leftOut.add("events", program.name()); // They would begin to run.
    } else if (program.otherDatabase() != null) {
      leftOut.add(what + "s that name another database", program.name());
    } else {
      keep(what, program.name(), program.statement());
    }
    if (program.kind().equals("VIEW")) {
      tables.add(program.name());
    }
  }

  private MariaDbProgram.Known known() {
    return new MariaDbProgram.Known() {
      @Override
      public boolean isTable(String name) {
        return tables.contains(name);
      }

      @Override
      public boolean isDatabase(String name) {
        return databases.contains(name);
      }
    };
  }

  private void keep(String what, String name, String statement) {
    kept += statement.length();
    if (kept > MOST_KEPT) {
      throw new SourceException(
          "It has views, triggers and routines of more than 64 MiB, which is more than is tried.");
    }
    var set = variables.value(MariaDbVariables.CHARACTER_SET);
    later.add(
        new Later(
            what,
            name,
            statement,
            set == null ? "utf8mb4" : set,
            variables.value(MariaDbVariables.SQL_MODE),
            variables.value(MariaDbVariables.COLLATION)));
  }

  private void insistOnOriginal(SqlTokens tokens, List<SqlToken> all) {
    var name = tokens.peek();
    if (name == null || !original.is(name.unquoted())) {
      throw new SourceException(
          "It says itself into which database it goes (\"%s;\"), so it was not restored: that would not have stayed in the scratch database. Let the dump_command write no USE and no CREATE DATABASE."
              .formatted(
                  LeftOut.readable(SqlTokens.text(all.subList(0, Math.min(all.size(), 8))))));
    }
  }

  private void label(long at, String table) {
    if (!tableAt(at).equals(table)) {
      tablesByLine.put(at, table);
    }
  }

  private void tellVariables() throws IOException {
    for (var statement : variables.changesForRows().values()) {
      pass(statement + ";\n");
    }
  }

  private void pass(String statement) throws IOException {
    byte[] bytes = statement.getBytes(StandardCharsets.ISO_8859_1);
    pass(bytes, 0, bytes.length);
  }

  private void pass(byte[] bytes, int offset, int length) throws IOException {
    for (int i = offset; i < offset + length; i++) {
      if (bytes[i] == '\n') {
        line++;
      }
    }
    out.write(bytes, offset, length);
  }
}
