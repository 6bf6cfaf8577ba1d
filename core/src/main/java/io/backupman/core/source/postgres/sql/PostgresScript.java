package io.backupman.core.source.postgres.sql;

import io.backupman.core.source.SourceException;
import io.backupman.core.source.postgres.sql.PostgresLexer.Kind;
import io.backupman.core.source.postgres.sql.PostgresLexer.Token;
import io.backupman.core.source.postgres.sql.PostgresStatement.Verdict;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Passes a script of {@code pg_dump} on to be tried, statement by statement, if it is known to do
 * nothing but fill the database that it is run in ({@link PostgresStatement}). A script with any
 * other statement is refused. To be closed only where all of it came: what reads a script runs an
 * unfinished statement at its end. For one thread.
 */
public final class PostgresScript extends OutputStream {
  /** So much is passed on at once of what is too long to be held. */
  private static final int HELD_BYTES = 64 * 1024;

  /** A statement that has to be seen whole is at most so long; a large object's piece is 32 KiB. */
  private static final int LONGEST_BYTES = 16 * 1024 * 1024;

  /** Written by newer programs against commands in data; what they guard is guarded here. */
  private static final Pattern RESTRICTING = Pattern.compile("\\\\(un)?restrict \\w+\\s*");

  private static final int COMMAND_CHARACTERS = 80;

  /** What may be shown of a command: its name, if it has one that no damaged data begin with. */
  private static final Pattern COMMAND =
      Pattern.compile(
          "\\\\(!|(c|cd|connect|copy|echo|g|gexec|gset|i|if|include|ir|lo_export|lo_import|o|set|setenv)(?!\\w))");

  private enum Place {
    STATEMENT,
    COMMAND,
    BEFORE_DATA,
    DATA
  }

  private final OutputStream out;
  private final PostgresLexer lexer = new PostgresLexer(this::token);
  private final ByteArrayOutputStream held = new ByteArrayOutputStream();
  private final CopyEnd copyEnd = new CopyEnd();
  private final List<String> views = new ArrayList<>();
  private final Set<String> foreignTables = new HashSet<>();
  private final Map<String, Integer> noted = new TreeMap<>();
  private PostgresStatement statement = new PostgresStatement();
  private Verdict verdict = Verdict.OPEN;
  private Place place = Place.STATEMENT;
  private boolean ended;
  private boolean passing;

  public PostgresScript(OutputStream out) {
    this.out = out;
  }

  /** The materialized views that it fills, in its order; that was not passed on. */
  public List<String> views() {
    return List.copyOf(views);
  }

  /** What was left out, but for owners and privileges, and how often. */
  public Map<String, Integer> leftOut() {
    return new TreeMap<>(noted);
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int end = offset + length;
    refuseZero(bytes, offset, end);
    int at = offset;
    while (at < end) {
      if (place == Place.DATA) {
        int next = copyEnd.after(bytes, at, end);
        if (passing) {
          out.write(bytes, at, next - at);
        }
        at = next;
        place = copyEnd.isReached() ? Place.STATEMENT : Place.DATA;
      } else {
        accept(bytes[at] & 0xff);
        at++;
      }
    }
  }

  /** What follows such a byte in a line is not seen by {@code psql}; no dump has one. */
  private static void refuseZero(byte[] bytes, int from, int end) {
    for (int at = from; at < end; at++) {
      if (bytes[at] == 0) {
        throw new SourceException(
            "It was not restored, because it holds a byte of zero, which no script has: it is damaged, or no script.");
      }
    }
  }

  private void accept(int b) throws IOException {
    switch (place) {
      case COMMAND -> command(b);
      case BEFORE_DATA -> beforeData(b);
      default -> {
        if (b == '\\' && statement.isEmpty() && lexer.isBetweenTokens()) {
          flush(true);
          place = Place.COMMAND;
          held.write(b);
        } else {
          inStatement(b);
        }
      }
    }
  }

  private void command(int b) {
    held.write(b);
    if (b == '\n' || held.size() > COMMAND_CHARACTERS) {
      var command = held.toString(StandardCharsets.UTF_8);
      if (!RESTRICTING.matcher(command).matches()) {
        throw ofProgram(command);
      }
      if (b == '\n') {
        held.reset();
        place = Place.STATEMENT;
      }
    }
  }

  private static SourceException ofProgram(String command) {
    var known = COMMAND.matcher(command);
    return new SourceException(
        "It has a command for psql itself%s, so it was not restored: that could do more than fill the scratch database. Use pg_dump, or let the dump_command write none."
            .formatted(known.lookingAt() ? " (\"%s\")".formatted(known.group()) : ""));
  }

  /** The data begin with the next line. */
  private void beforeData(int b) throws IOException {
    if (b > ' ') {
      throw new SourceException(
          "It was not restored, because something stands between COPY and its data.");
    }
    if (passing) {
      out.write(b);
    }
    if (b == '\n') {
      copyEnd.begin();
      place = Place.DATA;
    }
  }

  private void inStatement(int b) throws IOException {
    lexer.accept(b);
    held.write(b);
    if (ended) {
      finish();
    } else if (held.size() >= HELD_BYTES) {
      relieve();
    }
  }

  private void token(Token token) {
    boolean isEnd = token.kind() == Kind.END;
    ended |= isEnd;
    switch (verdict) {
      case OPEN -> verdict = ofLocalTables(statement.add(token));
      case RUN_CONSTANTS ->
          verdict = isEnd || PostgresStatement.isConstant(token) ? verdict : Verdict.REFUSE;
      case RUN -> verdict = token.is("\\") ? Verdict.REFUSE : verdict;
      default -> {}
    }
    if (verdict == Verdict.REFUSE) {
      throw refused(token);
    }
  }

  /** Rows of a foreign table would be written to the server that has it. */
  private Verdict ofLocalTables(Verdict said) {
    boolean isFilling = said == Verdict.COPY || said == Verdict.RUN_CONSTANTS;
    boolean isElsewhere =
        isFilling && statement.filledTable().filter(foreignTables::contains).isPresent();
    return isElsewhere ? elsewhere(said) : said;
  }

  private Verdict elsewhere(Verdict said) {
    noted.merge("rows of a foreign table", 1, Integer::sum);
    return said == Verdict.COPY ? Verdict.LEAVE_OUT_COPY : Verdict.LEAVE_OUT;
  }

  private SourceException refused(Token last) {
    var beginning = statement.beginning();
    if (last.is("\\")) {
      return ofProgram("\\");
    }
    if (beginning.matches("(create|alter|drop) database.*")) {
      return new SourceException(
          "It says itself into which database it goes (\"%s\"), so it was not restored: that would not have stayed in the scratch database. Let the dump_command write no CREATE DATABASE."
              .formatted(beginning));
    }
    return new SourceException(
        "It has a statement that a verification does not run (\"%s\"), so it was not restored: that could do more than fill the scratch database. Use pg_dump, or let the dump_command write none."
            .formatted(beginning));
  }

  private void relieve() throws IOException {
    if (verdict == Verdict.OPEN) {
      if (held.size() > LONGEST_BYTES) {
        throw new SourceException(
            "It was not restored, because a statement of it is too long to be looked at (\"%s\")."
                .formatted(statement.beginning()));
      }
    } else {
      flush(verdict.isRun());
    }
  }

  private void finish() throws IOException {
    switch (verdict) {
      case REFRESH -> views.add(statement.name(3));
      case LEAVE_OUT -> statement.made().ifPresent(kind -> noted.merge(kind, 1, Integer::sum));
      default -> statement.foreignTable().ifPresent(foreignTables::add);
    }
    statement.standardStrings().ifPresent(lexer::standardStrings);
    passing = verdict.isRun();
    flush(passing);
    place = verdict.hasData() ? Place.BEFORE_DATA : Place.STATEMENT;
    statement = new PostgresStatement();
    verdict = Verdict.OPEN;
    ended = false;
  }

  private void flush(boolean wanted) throws IOException {
    if (wanted) {
      held.writeTo(out);
    }
    held.reset();
  }

  /** Passes on the end, and closes what it goes to. */
  @Override
  public void close() throws IOException {
    if (place == Place.COMMAND) {
      command('\n');
    } else if (place == Place.STATEMENT) {
      lexer.end();
      if (!statement.isEmpty()) {
        token(new Token(Kind.END, ""));
      }
      finish();
    }
    out.close();
  }
}
