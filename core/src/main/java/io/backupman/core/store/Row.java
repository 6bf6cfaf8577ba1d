package io.backupman.core.store;

import io.backupman.core.store.engine.SqlErrors;
import io.backupman.core.store.engine.StoreException;
import io.helidon.dbclient.DbRow;
import java.sql.Clob;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of a result. It is of use only while the query runs: H2 reads long texts when asked.
 *
 * @param columns the row as DB Client gives it
 */
record Row(DbRow columns) {

  UUID id(String column) {
    return UUID.fromString(text(column));
  }

  @Nullable UUID idOrNull(String column) {
    var text = textOrNull(column);
    return text == null ? null : UUID.fromString(text);
  }

  String text(String column) {
    return Objects.requireNonNull(textOrNull(column), column);
  }

  @Nullable String textOrNull(String column) {
    var value = value(column);
    if (value instanceof Clob clob) {
      return read(clob);
    }
    return value == null ? null : value.toString();
  }

  Instant time(String column) {
    return Objects.requireNonNull(timeOrNull(column), column);
  }

  @Nullable Instant timeOrNull(String column) {
    return value(column) instanceof Timestamp time ? time.toInstant() : null;
  }

  long number(String column) {
    return Objects.requireNonNull(numberOrNull(column), column);
  }

  @Nullable Long numberOrNull(String column) {
    return value(column) instanceof Number number ? number.longValue() : null;
  }

  @Nullable Integer wholeOrNull(String column) {
    return value(column) instanceof Number number ? number.intValue() : null;
  }

  private @Nullable Object value(String column) {
    return columns.column(column).get(Object.class);
  }

  private static String read(Clob clob) {
    try {
      return clob.getSubString(1, Math.toIntExact(clob.length()));
    } catch (SQLException e) {
      throw new StoreException("A long text cannot be read: " + SqlErrors.text(e), e);
    }
  }
}
