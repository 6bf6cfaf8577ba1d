package io.backupman.core.source;

import java.util.Map;
import java.util.TreeMap;

/**
 * How many rows each table of a database has.
 *
 * @param tables the rows by the table's name
 */
public record RowCounts(Map<String, Long> tables) {
  public RowCounts {
    tables = Map.copyOf(tables);
  }

  long rows() {
    return tables.values().stream().mapToLong(Long::longValue).sum();
  }

  /** As many as that in each table of a restored database. */
  public RowBounds exactly() {
    var bounds = new TreeMap<String, RowBounds.Bounds>();
    tables.forEach((table, rows) -> bounds.put(table, new RowBounds.Bounds(rows, rows)));
    return new RowBounds(bounds);
  }
}
