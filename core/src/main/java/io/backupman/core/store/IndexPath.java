package io.backupman.core.store;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The way through an index to the newest records whose columns have certain values.
 *
 * <p>Which one a list takes is not left to the database: from a condition that leaves many rows it
 * concludes now and then that it should intersect indexes, or read and sort all rows, where the
 * newest few are enough. The hint is of the form that H2 knows too, and H2 walks an index backwards
 * only if all of its columns are sorted by.
 *
 * @param table and the letter that stands for it
 * @param index has the columns below and then the identifier
 * @param columns have one value each; none if all records are wanted
 * @param id the identifier that the list is sorted by
 */
record IndexPath(String table, String index, List<Column> columns, String id) {

  /**
   * A column that has one value.
   *
   * @param name with the letter of the table
   * @param value what stands for the value in a statement
   */
  record Column(String name, String value) {
    String condition() {
      return name + " = :" + value;
    }
  }

  IndexPath {
    columns = List.copyOf(columns);
  }

  /** What rows are read from. */
  String from() {
    return " FROM " + table + (columns.isEmpty() ? "" : " USE INDEX (" + index + ")");
  }

  /** The conditions on the columns, of which there is one at least. */
  String conditions() {
    return columns.stream().map(Column::condition).collect(Collectors.joining(" AND "));
  }

  String newestFirst() {
    return Stream.concat(columns.stream().map(Column::name), Stream.of(id))
        .map(column -> column + " DESC")
        .collect(Collectors.joining(", ", " ORDER BY ", ""));
  }

  /** The newest first, each once. */
  String newestFirstOnce() {
    return " GROUP BY %1$s ORDER BY %1$s DESC".formatted(id);
  }
}
