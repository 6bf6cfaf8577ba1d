package io.backupman.core.node;

import java.util.List;
import java.util.UUID;

/** The records of living processes. Safe for use by several threads and several processes. */
public interface NodeStore {

  /**
   * Counts the beat of a process up, and records the process if it has no record.
   *
   * @return all that have a record
   */
  List<Node> beat(Node node);

  /** Removes a process that has ended, and lets others have the deliveries that it had claimed. */
  void remove(UUID nodeId);
}
