package io.backupman.core.store;

import io.backupman.core.report.Route;
import java.util.Collection;
import java.util.UUID;

/** The table {@code node_routes}: which process can send to which destination. */
final class ReachSql {
  private static final String ADD =
      "INSERT INTO node_routes (notifier, destination, node_id) VALUES (?, ?, ?)";

  private static final String REMOVE = "DELETE FROM node_routes WHERE node_id = ?";

  private static final String OF_OTHERS =
      """
      SELECT r.node_id FROM node_routes r JOIN nodes n ON n.id = r.node_id
      WHERE r.notifier = ? AND r.destination = ? AND r.node_id <> ? LIMIT 1""";

  private ReachSql() {}

  /** Replaces what was told of a node before. */
  static void tell(Transaction tx, UUID node, Collection<Route> routes) {
    remove(tx, node);
    routes.forEach(route -> tx.update(ADD, route.notifier(), route.destination(), node));
  }

  static void remove(Transaction tx, UUID node) {
    tx.update(REMOVE, node);
  }

  static boolean isOfOthers(Transaction tx, UUID node, Route route) {
    return tx.first(OF_OTHERS, row -> true, route.notifier(), route.destination(), node)
        .isPresent();
  }
}
