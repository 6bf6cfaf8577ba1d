package io.backupman.core.store;

import io.backupman.core.node.Node;
import io.backupman.core.node.NodeStore;
import java.util.List;
import java.util.UUID;

/** The table {@code nodes}. */
final class NodeSql implements NodeStore {
  private static final String BEAT =
      """
      INSERT INTO nodes (id, name, machine, pid, process_start, beat)
      VALUES (:id, :name, :machine, :pid, :process_start, :beat)
      ON DUPLICATE KEY UPDATE beat = beat + 1""";

  private static final String ALL =
      "SELECT id, name, machine, pid, process_start, beat FROM nodes ORDER BY id";

  private static final String REMOVE = "DELETE FROM nodes WHERE id = :id";

  private final Sql sql;
  private final Sql reserved;

  /**
   * The nodes.
   *
   * @param reserved uses the reserved connections, for signs of life
   */
  NodeSql(Sql sql, Sql reserved) {
    this.sql = sql;
    this.reserved = reserved;
  }

  @Override
  public List<Node> beat(Node node) {
    return reserved.transaction(
        tx -> {
          tx.update(BEAT, row(node));
          return tx.query(ALL, NodeSql::node, Params.none());
        });
  }

  private static Params row(Node node) {
    return Params.of("id", node.id())
        .and("name", node.name())
        .and("machine", node.machine())
        .and("pid", node.pid())
        .and("process_start", node.processStart())
        .and("beat", node.beat());
  }

  @Override
  public void remove(UUID nodeId) {
    sql.transaction(
        tx -> {
          tx.update(REMOVE, Params.of("id", nodeId));
          NodeRouteSql.remove(tx, nodeId);
          return ClaimSql.release(tx, nodeId);
        });
  }

  private static Node node(Row row) {
    return new Node(
        row.id("id"),
        row.text("name"),
        row.text("machine"),
        row.number("pid"),
        row.number("process_start"),
        row.number("beat"));
  }
}
