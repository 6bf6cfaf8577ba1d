package io.backupman.core.store.engine;

import io.backupman.core.store.engine.DatabaseSettings.Host;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The hosts of one database. All new connections go to the same one as long as it can be used,
 * because what was written on one node of a cluster is seen on the others only a moment later; then
 * to the first in the order of the configuration that can be. Safe for use by several threads.
 */
final class Hosts {
  private static final System.Logger LOG = System.getLogger(Hosts.class.getName());

  private final List<Host> all;
  private final String database;
  private volatile Host current;
  private volatile boolean cluster;

  /**
   * Begins with the first one.
   *
   * @param database what a sentence calls the database, without its hosts
   */
  Hosts(List<Host> all, String database) {
    this.all = all;
    this.database = database;
    this.current = all.getFirst();
  }

  /** Makes a connection to a host. */
  @FunctionalInterface
  interface Opening {
    Connection open(Host host) throws SQLException;
  }

  /** Where new connections go. */
  Host current() {
    return current;
  }

  boolean areSeveral() {
    return all.size() > 1;
  }

  /** Whether what was connected to last is a node of a Galera cluster. */
  boolean areCluster() {
    return cluster;
  }

  /**
   * Connects to the current host, or else to another one.
   *
   * @throws SQLException why none can be used, or one has refused what the others would refuse, too
   */
  Connection connect(Opening opening) throws SQLException {
    var failures = new LinkedHashMap<Host, SQLException>();
    for (var host : inOrder()) {
      try {
        var connection = usable(opening.open(host));
        use(host, failures);
        return connection;
      } catch (SQLException e) {
        if (!SqlErrors.unreachable(e)) {
          throw e;
        }
        failures.put(host, e);
      }
    }
    throw failure(failures);
  }

  private List<Host> inOrder() {
    return Stream.concat(Stream.of(current), all.stream()).distinct().toList();
  }

  private Connection usable(Connection connection) throws SQLException {
    try {
      cluster = new HostState(connection).requireUsable(areSeveral());
      return cluster ? ClusterConnection.of(connection) : connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  private void use(Host host, Map<Host, SQLException> failures) {
    if (!failures.isEmpty()) {
      current = host;
      LOG.log(
          System.Logger.Level.WARNING,
          "{0} is used on {1} from now on, because of {2}",
          database,
          host,
          sentences(failures));
    }
  }

  private static SQLException failure(Map<Host, SQLException> failures) {
    var each = List.copyOf(failures.values());
    if (each.size() == 1) {
      return each.getFirst();
    }
    var all = new SQLNonTransientConnectionException(sentences(failures), "08001");
    each.forEach(all::addSuppressed);
    return all;
  }

  private static String sentences(Map<Host, SQLException> failures) {
    return failures.entrySet().stream()
        .map(failure -> failure.getKey() + ": " + SqlErrors.text(failure.getValue()))
        .collect(Collectors.joining("; "));
  }
}
