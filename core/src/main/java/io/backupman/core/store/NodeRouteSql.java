package io.backupman.core.store;

import io.backupman.core.report.Route;
import java.util.Collection;
import java.util.UUID;

/**
 * The table {@code node_routes}: which node can send to which destination. Asked and written
 * through the reserved connections, as claims are.
 */
final class NodeRouteSql {
  private static final String ADD =
      "INSERT INTO node_routes (notifier, destination, node_id) VALUES (:notifier, :destination, :node)";

  private static final String REMOVE = "DELETE FROM node_routes WHERE node_id = :node";

  private static final String OF_OTHERS =
      """
      SELECT r.node_id FROM node_routes r JOIN nodes n ON n.id = r.node_id
      WHERE r.notifier = :notifier AND r.destination = :destination AND r.node_id <> :node LIMIT 1""";

  private final Sql reserved;

  NodeRouteSql(Sql reserved) {
    this.reserved = reserved;
  }

  /** Replaces what was told of a node before. */
  void tell(UUID node, Collection<Route> routes) {
    reserved.transaction(
        tx -> {
          tell(tx, node, routes);
          return routes;
        });
  }

  private static void tell(Transaction tx, UUID node, Collection<Route> routes) {
    remove(tx, node);
    if (!routes.isEmpty()) {
      tx.insert(ADD, routes.stream().map(route -> params(node, route)).toList());
    }
  }

  static void remove(Transaction tx, UUID node) {
    tx.update(REMOVE, Params.of("node", node));
  }

  boolean isOfOthers(UUID node, Route route) {
    return !reserved.query(OF_OTHERS, row -> true, params(node, route)).isEmpty();
  }

  private static Params params(UUID node, Route route) {
    return Params.of("node", node)
        .and("notifier", route.notifier())
        .and("destination", route.destination());
  }
}
