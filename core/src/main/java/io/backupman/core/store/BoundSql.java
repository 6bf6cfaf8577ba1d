package io.backupman.core.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A statement as drivers take it, made of one with names such as {@code :label}: question marks
 * stand for the values. DB Client knows names as well, but no lists.
 *
 * @param sql the statement with question marks
 * @param values what stands for them, as columns hold it: times in UTC and microseconds,
 *     identifiers as texts
 */
record BoundSql(String sql, List<@Nullable Object> values) {
  /** A name in a statement; none of ours has a colon in a text or two of them in a row. */
  static final Pattern NAME = Pattern.compile(":(\\w+)");

  /** Of the statements that were bound before: of each there are few forms. */
  private static final Map<String, Parts> PARTS = new ConcurrentHashMap<>();

  BoundSql {
    values = Collections.unmodifiableList(new ArrayList<>(values));
  }

  /**
   * Binds values to a statement.
   *
   * @param named the statement; a list stands for its values, separated by commas
   * @param params a value for each name in it, and no others
   */
  static BoundSql of(String named, Params params) {
    var values = new ArrayList<@Nullable Object>();
    return new BoundSql(bound(named, params, values), values);
  }

  /**
   * Binds values to a statement that inserts rows.
   *
   * @param named the statement, which ends with the names of one row in parentheses
   * @param rows the values of each row, one at least
   */
  static BoundSql ofRows(String named, List<Params> rows) {
    var begin = named.lastIndexOf('(');
    var row = named.substring(begin);
    var values = new ArrayList<@Nullable Object>();
    var sql = rows.stream().map(params -> bound(row, params, values)).toList();
    return new BoundSql(named.substring(0, begin) + String.join(", ", sql), values);
  }

  /** The statement on a connection, ready to be executed; whoever asks for it closes it. */
  PreparedStatement prepare(Connection connection) throws SQLException {
    var statement = connection.prepareStatement(sql);
    for (var i = 0; i < values.size(); i++) {
      statement.setObject(i + 1, values.get(i));
    }
    return statement;
  }

  private static String bound(String named, Params params, List<@Nullable Object> values) {
    var parts = PARTS.computeIfAbsent(named, Parts::of);
    var unused = new HashSet<>(params.names());
    var sql = new StringBuilder(parts.texts().getFirst());
    for (var i = 0; i < parts.names().size(); i++) {
      var name = parts.names().get(i);
      unused.remove(name);
      sql.append(marks(params.value(name), values)).append(parts.texts().get(i + 1));
    }
    if (!unused.isEmpty()) {
      throw new IllegalArgumentException("The statement does not name " + unused + ".");
    }
    return sql.toString();
  }

  /** What stands before, between and after the names of a statement, and those. */
  private record Parts(List<String> texts, List<String> names) {
    static Parts of(String named) {
      return new Parts(
          List.of(NAME.split(named, -1)),
          NAME.matcher(named).results().map(name -> name.group(1)).toList());
    }
  }

  private static String marks(@Nullable Object value, List<@Nullable Object> values) {
    if (value instanceof Collection<?> all) {
      all.forEach(each -> values.add(converted(each)));
      return String.join(", ", Collections.nCopies(all.size(), "?"));
    }
    values.add(converted(value));
    return "?";
  }

  private static @Nullable Object converted(@Nullable Object value) {
    if (value instanceof Instant time) {
      // Cut, not rounded: a time must not move into the future.
      return LocalDateTime.ofInstant(time, ZoneOffset.UTC).truncatedTo(ChronoUnit.MICROS);
    }
    return value instanceof UUID id ? id.toString() : value;
  }
}
