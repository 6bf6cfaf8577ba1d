package io.backupman.core.store.engine;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a node of a Galera cluster. Such a node answers "deadlock" to a commit that lost
 * against one of another node. Should one say so that is cut off while it commits, the others may
 * have the transaction: only whoever is still a member of the cluster after that answer knows that
 * it was rolled back. Else the commit fails here as it does when the connection is lost: with an
 * outcome that nobody knows.
 *
 * @param connection to the node
 */
record ClusterConnection(Connection connection) implements InvocationHandler {

  static Connection of(Connection connection) {
    return (Connection)
        Proxy.newProxyInstance(
            ClusterConnection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            new ClusterConnection(connection));
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] given)
      throws Throwable {
    try {
      return method.invoke(connection, given);
    } catch (InvocationTargetException e) {
      var failure = e.getTargetException();
      if (method.getName().equals("commit") && SqlErrors.conflict(failure)) {
        requireMember(failure);
      }
      throw failure;
    }
  }

  private void requireMember(Throwable refusal) throws SQLException {
    try (var statement = connection.createStatement()) {
      HostState.requireCaughtUp(statement);
    } catch (SQLException e) {
      e.addSuppressed(refusal);
      throw e;
    }
  }
}
