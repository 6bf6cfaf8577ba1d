-- Which process can send to which destination: servers with another configuration leave the rest to them.
-- Only the rows of processes that stand in nodes count.
CREATE TABLE node_routes (
  notifier VARCHAR(200) NOT NULL,
  destination VARCHAR(500) NOT NULL,
  node_id CHAR(36) NOT NULL,
  PRIMARY KEY (notifier, destination, node_id),
  KEY node_routes_node (node_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
