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
import java.util.Set;
import java.util.UUID;
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
    var unused = new HashSet<>(params.names());
    return new BoundSql(bound(named, params, values, unused), values);
  }

  /**
   * Binds values to a statement that inserts rows.
   *
   * @param named the statement, which ends with the names of one row in parentheses
   * @param rows the values of each row, one at least
   */
  static BoundSql ofRows(String named, List<Params> rows) {
    var begin = named.lastIndexOf('(');
    var values = new ArrayList<@Nullable Object>();
    var sql = new ArrayList<String>();
    for (var row : rows) {
      sql.add(bound(named.substring(begin), row, values, new HashSet<>(row.names())));
    }
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

  private static String bound(
      String named, Params params, List<@Nullable Object> values, Set<String> unused) {
    var sql =
        NAME.matcher(named)
            .replaceAll(
                name -> {
                  unused.remove(name.group(1));
                  return marks(params.value(name.group(1)), values);
                });
    if (!unused.isEmpty()) {
      throw new IllegalArgumentException("The statement does not name " + unused + ".");
    }
    return sql;
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
