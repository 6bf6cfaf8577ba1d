package io.backupman.core.source.postgres.sql;

import io.backupman.core.source.postgres.sql.PostgresLexer.Kind;
import io.backupman.core.source.postgres.sql.PostgresLexer.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a verification does with a statement of a script. It knows those that {@code pg_dump} and
 * {@code pg_restore} write, and that stay within one database; whatever else comes is refused. For
 * one thread.
 */
final class PostgresStatement {

  /** What becomes of a statement. */
  enum Verdict {
    /** More of it has to be seen. */
    OPEN,
    /** A statement that is run, whatever follows. */
    RUN,
    /** A statement that is run if only constants follow. */
    RUN_CONSTANTS,
    /** A statement that is run, and that data follow. */
    COPY,
    /** A statement that fills a materialized view. */
    REFRESH,
    /** It is of the cluster or of other servers, or the scratch server need not have its roles. */
    LEAVE_OUT,
    /** The same, and data follow. */
    LEAVE_OUT_COPY,
    /** A statement that could do more than fill a database. */
    REFUSE;

    boolean isRun() {
      return this == OPEN || this == RUN || this == RUN_CONSTANTS || this == COPY;
    }

    boolean hasData() {
      return this == COPY || this == LEAVE_OUT_COPY;
    }
  }

  private static final int SHOWN_WORDS = 6;
  private static final Pattern SHOWN = Pattern.compile("[a-z_]{1,20}");

  /** What begins with another word may be data of a damaged script. */
  private static final Set<String> COMMANDS =
      Set.of(
          "alter analyze begin call checkpoint cluster comment commit copy create deallocate declare delete discard do drop end execute explain grant import insert listen load lock merge notify prepare reassign refresh reindex reset revoke rollback savepoint security select set show start table truncate update vacuum values with"
              .split(" "));

  private static final Set<String> SETTINGS =
      Set.of(
          "statement_timeout",
          "lock_timeout",
          "idle_in_transaction_session_timeout",
          "idle_session_timeout",
          "transaction_timeout",
          "client_encoding",
          "standard_conforming_strings",
          "check_function_bodies",
          "xmloption",
          "client_min_messages",
          "row_security",
          "escape_string_warning",
          "search_path",
          "default_table_access_method",
          "default_toast_compression",
          "default_with_oids",
          "bytea_output",
          "datestyle",
          "intervalstyle",
          "extra_float_digits",
          "synchronize_seqscans",
          "quote_all_identifiers");

  /** Where no byte of a character may look like a quote or a backslash: those of servers. */
  private static final Pattern SAFE_ENCODING =
      Pattern.compile(
          "utf8|unicode|sqlascii|muleinternal|latin\\d{1,2}|iso8859\\d{1,2}|(win|windows)(125\\d|866|874)|koi8[ru]?|euc(jp|cn|kr|tw|jis2004)");

  private static final Set<String> FUNCTIONS =
      Set.of(
          "set_config",
          "setval",
          "lo_create",
          "lo_open",
          "lowrite",
          "lo_close",
          "lo_unlink",
          "pg_restore_relation_stats",
          "pg_restore_attribute_stats",
          "pg_restore_extended_stats");

  /** What may stand among constants. */
  private static final Set<String> CONSTANT_WORDS =
      Set.of("null", "default", "true", "false", "values", "on", "conflict", "do", "nothing");

  private final List<Token> tokens = new ArrayList<>();

  /** Takes its next token; {@link Kind#END} is the last one. */
  Verdict add(Token token) {
    if (token.is("\\")) {
      return Verdict.REFUSE;
    }
    if (token.kind() != Kind.END) {
      tokens.add(token);
    }
    return verdict(token.kind() == Kind.END);
  }

  boolean isEmpty() {
    return tokens.isEmpty();
  }

  private Verdict verdict(boolean whole) {
    return switch (word(0)) {
      case "" -> tokens.isEmpty() ? runIf(whole) : Verdict.REFUSE;
      case "begin", "commit" -> atEnd(whole, tokens.size() == 1);
      case "set" -> whole ? setting() : Verdict.OPEN;
      case "reset" -> whole ? session() : Verdict.OPEN;
      case "select" -> atEnd(whole, isHarmlessCall());
      case "insert" -> insert(whole);
      case "copy" -> whole ? copy() : Verdict.OPEN;
      case "grant", "revoke" -> Verdict.LEAVE_OUT;
      case "refresh" -> whole ? refresh() : Verdict.OPEN;
      case "create", "alter", "drop" -> definition(whole);
      case "comment", "security" -> remark(whole);
      default -> Verdict.REFUSE;
    };
  }

  private static Verdict runIf(boolean whole) {
    return whole ? Verdict.RUN : Verdict.OPEN;
  }

  private static Verdict atEnd(boolean whole, boolean isFine) {
    if (!whole) {
      return Verdict.OPEN;
    }
    return isFine ? Verdict.RUN : Verdict.REFUSE;
  }

  private Verdict session() {
    return tokens.size() == 3 && hasWords(1, "session", "authorization")
        ? Verdict.LEAVE_OUT
        : Verdict.REFUSE;
  }

  private Verdict setting() {
    if (hasWords(1, "session", "authorization") || word(1).equals("default_tablespace")) {
      return Verdict.LEAVE_OUT;
    }
    boolean isKnown = SETTINGS.contains(word(1)) && (is(2, "=") || is(2, "to"));
    boolean isSafe =
        !word(1).equals("client_encoding")
            || (tokens.size() == 4
                && SAFE_ENCODING
                    .matcher(text(3).toLowerCase(Locale.ROOT).replaceAll("[_-]", ""))
                    .matches());
    boolean isClear =
        !word(1).equals("standard_conforming_strings")
            || (tokens.size() == 4 && (text(3).equals("on") || text(3).equals("off")));
    return isKnown && isSafe && isClear ? Verdict.RUN : Verdict.REFUSE;
  }

  /** What it says of backslashes in strings; empty if nothing. */
  Optional<Boolean> standardStrings() {
    return hasWords(0, "set", "standard_conforming_strings")
        ? Optional.of(text(3).equals("on"))
        : Optional.empty();
  }

  /** {@code SELECT pg_catalog.setval('public.s', 1, true)}. */
  private boolean isHarmlessCall() {
    int at = is(1, "*") && is(2, "from") ? 3 : 1;
    var function = word(at + 2);
    boolean isKnown =
        is(at, "pg_catalog") && is(at + 1, ".") && FUNCTIONS.contains(function) && is(at + 3, "(");
    boolean isOfThisSession = !function.equals("set_config") || text(at + 4).equals("search_path");
    return isKnown && isOfThisSession && constants(at + 3);
  }

  private boolean constants(int from) {
    boolean isType = false;
    for (var token : tokens.subList(from, tokens.size())) {
      if (!isType && !isConstant(token)) {
        return false;
      }
      isType = token.is(":") || (isType && (token.isName() || token.is(".")));
    }
    return true;
  }

  /** Whether a token may stand where only constants may. */
  static boolean isConstant(Token token) {
    return token.kind() != Kind.NAME
        && !token.is("\\")
        && (token.kind() != Kind.WORD || CONSTANT_WORDS.contains(token.text()));
  }

  private Verdict insert(boolean whole) {
    boolean constantsFollow = tokens.size() > 3 && tokens.getLast().is("values");
    if (constantsFollow) {
      int at = afterColumns(afterName(2));
      boolean overrides = word(at).equals("overriding") && is(at + 2, "value");
      boolean isDefault = is(at, "default");
      int values = at + (overrides ? 3 : isDefault ? 1 : 0);
      boolean isFine = is(1, "into") && values == tokens.size() - 1;
      return isFine ? Verdict.RUN_CONSTANTS : Verdict.REFUSE;
    }
    return whole ? Verdict.REFUSE : Verdict.OPEN;
  }

  private Verdict copy() {
    int at = afterColumns(afterName(1));
    boolean isFine = is(at, "from") && is(at + 1, "stdin") && tokens.size() == at + 2;
    return isFine ? Verdict.COPY : Verdict.REFUSE;
  }

  private Verdict refresh() {
    boolean isFine = hasWords(1, "materialized", "view") && afterName(3) == tokens.size();
    return isFine ? Verdict.REFRESH : Verdict.REFUSE;
  }

  private Verdict definition(boolean whole) {
    return switch (PostgresObjects.of(words(1), whole)) {
      case UNKNOWN -> Verdict.OPEN;
      case LEFT_OUT -> Verdict.LEAVE_OUT;
      case REFUSED -> Verdict.REFUSE;
      case OF_DATABASE -> inDatabase(whole);
    };
  }

  private Verdict inDatabase(boolean whole) {
    if (word(0).equals("alter")) {
      return atEndOrLeftOut(whole, isOwner());
    }
    if (!word(0).equals("create")) {
      return Verdict.RUN;
    }
    if (PostgresObjects.isMaterializedView(words(1))) {
      return atEnd(whole, endsWith("with", "no", "data"));
    }
    if (hasWords(1, "foreign", "table")) {
      return runIf(whole); // its name is asked for
    }
    boolean isTable = PostgresObjects.isTable(words(1));
    return isTable ? atEnd(whole, !hasOutside("as")) : Verdict.RUN;
  }

  private static Verdict atEndOrLeftOut(boolean whole, boolean leftOut) {
    if (!whole) {
      return Verdict.OPEN;
    }
    return leftOut ? Verdict.LEAVE_OUT : Verdict.RUN;
  }

  private boolean isOwner() {
    int at = tokens.size() - 3;
    return at > 0 && is(at, "owner") && is(at + 1, "to");
  }

  private Verdict remark(boolean whole) {
    int on = indexOf("on");
    if (on < 0) {
      return whole || tokens.size() > SHOWN_WORDS ? Verdict.REFUSE : Verdict.OPEN;
    }
    return switch (PostgresObjects.commented(words(on + 1), whole)) {
      case UNKNOWN -> Verdict.OPEN;
      case LEFT_OUT -> Verdict.LEAVE_OUT;
      case REFUSED -> Verdict.REFUSE;
      case OF_DATABASE -> Verdict.RUN;
    };
  }

  /** The name after some tokens, as SQL. */
  String name(int at) {
    return tokens.subList(at, afterName(at)).stream()
        .map(
            token ->
                token.kind() == Kind.NAME
                    ? '"' + token.text().replace("\"", "\"\"") + '"'
                    : token.text())
        .collect(Collectors.joining());
  }

  /** The table that it makes, whose rows are on another server. */
  Optional<String> foreignTable() {
    return hasWords(0, "create", "foreign", "table") ? Optional.of(name(3)) : Optional.empty();
  }

  /** The table that it puts rows into. */
  Optional<String> filledTable() {
    return switch (word(0)) {
      case "copy" -> Optional.of(name(1));
      case "insert" -> Optional.of(name(2));
      default -> Optional.empty();
    };
  }

  private int afterName(int at) {
    if (at >= tokens.size() || !tokens.get(at).isName()) {
      return at;
    }
    boolean isQualified = is(at + 1, ".") && at + 2 < tokens.size() && tokens.get(at + 2).isName();
    return isQualified ? at + 3 : at + 1;
  }

  private int afterColumns(int at) {
    if (!is(at, "(")) {
      return at;
    }
    int next = at + 1;
    while (next < tokens.size() && (tokens.get(next).isName() || is(next, ","))) {
      next++;
    }
    return is(next, ")") ? next + 1 : at;
  }

  private boolean is(int at, String wordOrSymbol) {
    return at < tokens.size() && tokens.get(at).is(wordOrSymbol);
  }

  private boolean hasWords(int at, String... words) {
    for (int i = 0; i < words.length; i++) {
      if (!word(at + i).equals(words[i])) {
        return false;
      }
    }
    return true;
  }

  private boolean endsWith(String... words) {
    return tokens.size() > words.length && hasWords(tokens.size() - words.length, words);
  }

  private int indexOf(String word) {
    for (int i = 0; i < tokens.size(); i++) {
      if (word(i).equals(word)) {
        return i;
      }
    }
    return -1;
  }

  /** Whether a word stands outside of all parentheses. */
  private boolean hasOutside(String word) {
    int depth = 0;
    for (var token : tokens) {
      if (token.is("(")) {
        depth++;
      } else if (token.is(")")) {
        depth--;
      } else if (depth == 0 && token.kind() == Kind.WORD && token.is(word)) {
        return true;
      }
    }
    return false;
  }

  private String word(int at) {
    return at < tokens.size() && tokens.get(at).kind() == Kind.WORD ? tokens.get(at).text() : "";
  }

  private String text(int at) {
    return at < tokens.size() ? tokens.get(at).text() : "";
  }

  private List<String> words(int from) {
    return tokens.stream()
        .skip(from)
        .takeWhile(token -> token.kind() == Kind.WORD)
        .map(Token::text)
        .toList();
  }

  /** What it is, without data: at most six of its first words, if it begins as a statement. */
  String beginning() {
    return COMMANDS.contains(word(0))
        ? tokens.stream()
            .limit(SHOWN_WORDS)
            .takeWhile(Token::isName)
            .map(PostgresStatement::shown)
            .collect(Collectors.joining(" "))
        : "…";
  }

  private static String shown(Token token) {
    boolean isPlain = token.kind() == Kind.WORD && SHOWN.matcher(token.text()).matches();
    return isPlain ? token.text() : "…";
  }

  /** What it makes, in capitals, if it makes something. */
  Optional<String> made() {
    boolean hasTwoWords = is(1, "event") || is(1, "user");
    return word(0).equals("create")
        ? Optional.of(
            words(1).stream()
                .limit(hasTwoWords ? 2 : 1)
                .collect(Collectors.joining(" "))
                .toUpperCase(Locale.ROOT))
        : Optional.empty();
  }
}
