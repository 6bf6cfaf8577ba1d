package io.backupman.core.store.engine;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Objects;
import java.util.Set;
import org.h2.mvstore.DataUtils;
import org.jspecify.annotations.Nullable;

/** Tells what an {@link SQLException} of H2's or MariaDB's driver means. */
public final class SqlErrors {
  private static final Set<Integer> DUPLICATE_KEY = Set.of(23505, 1062);
  // Deadlock, lock wait timeout, record changed (MariaDB); lock timeout, concurrent update (H2).
  private static final Set<Integer> CONFLICT = Set.of(1213, 1205, 1020, 50200, 90131, 40001);
  // H2, while it closes its file: it takes no further command, a commit neither.
  private static final int CLOSING = 90135;
  // H2: connection broken, database closed, closed as the JVM ends.
  private static final Set<Integer> H2_LOST = Set.of(90067, 90098, 90121, CLOSING);
  // MariaDB, of a session that it ends; "40" and "70100" are no states for that.
  private static final int KILLED = 1927;
  // H2, when it closes a session whose statement is about to begin: MVStore's code for "closed".
  private static final int GENERAL = 50000;
  private static final String CLOSED = "/" + DataUtils.ERROR_CLOSED + "]";

  // Access to a database, access to a table, a right such as to make something.
  private static final Set<Integer> DENIED = Set.of(1044, 1142, 1227);

  private SqlErrors() {}

  /** Whether a unique key has refused a row. */
  public static boolean duplicate(Throwable failure) {
    var sql = sql(failure);
    return sql != null && DUPLICATE_KEY.contains(sql.getErrorCode());
  }

  /** Whether the transaction got into another one's way: it was rolled back and may be repeated. */
  public static boolean conflict(Throwable failure) {
    var sql = sql(failure);
    return sql != null && (CONFLICT.contains(sql.getErrorCode()) || state(sql).startsWith("40"));
  }

  /** Whether the user lacks a right. */
  static boolean denied(SQLException failure) {
    return DENIED.contains(failure.getErrorCode());
  }

  /** Whether the database is being closed, and has not carried out the command. */
  public static boolean refused(Throwable failure) {
    var sql = sql(failure);
    return sql != null && sql.getErrorCode() == CLOSING;
  }

  /** Whether the connection broke while a statement ran. */
  public static boolean lost(Throwable failure) {
    var sql = sql(failure);
    return sql != null
        && !(sql instanceof SQLTransientConnectionException)
        && (H2_LOST.contains(sql.getErrorCode())
            || sql.getErrorCode() == KILLED
            || state(sql).startsWith("08")
            || (sql.getErrorCode() == GENERAL && text(sql).contains(CLOSED)));
  }

  /**
   * Whether a server could not be connected to, or may not be used: another one might be. So are
   * nodes of a cluster that are cut off from it (error 1047).
   */
  static boolean unreachable(SQLException failure) {
    return state(failure).startsWith("08");
  }

  /** Whether the pool had no connection to give, so that no transaction was begun. */
  public static boolean noConnection(Throwable failure) {
    return failure instanceof StoreException
        && failure.getCause() instanceof SQLTransientConnectionException;
  }

  /** The driver's message without the statement, which belongs into no answer and no report. */
  public static String text(SQLException e) {
    var message = Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
    var statement = message.indexOf("; SQL statement:");
    return (statement < 0 ? message : message.substring(0, statement)).strip();
  }

  /** The driver's exception among the causes of a failure; {@code null} if there is none. */
  public static @Nullable SQLException sql(@Nullable Throwable failure) {
    for (var cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        return sql;
      }
    }
    return null;
  }

  private static String state(SQLException e) {
    return Objects.requireNonNullElse(e.getSQLState(), "");
  }
}
