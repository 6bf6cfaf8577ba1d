package io.backupman.core.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many rows each table has to have when a dump has been restored.
 *
 * @param tables the bounds by the table's name; others may be there too
 */
public record RowBounds(Map<String, Bounds> tables) {
  private static final int MOST_NAMED = 5;

  public RowBounds {
    tables = Map.copyOf(tables);
  }

  /** Both ends included. */
  public record Bounds(long least, long most) {
    private boolean hold(long rows) {
      return least <= rows && rows <= most;
    }

    private String words() {
      return least == most
          ? number(least) + (least == 1 ? " was" : " were") + " dumped"
          : "there were from %s to %s while it was dumped".formatted(number(least), number(most));
    }
  }

  /**
   * Compares.
   *
   * @throws SourceException with a sentence that names what is missing
   */
  void check(RowCounts restored) {
    var differences = new ArrayList<String>();
    new TreeMap<>(tables)
        .forEach(
            (table, bounds) -> {
              var rows = restored.tables().get(table);
              if (rows == null) {
                differences.add("the table '%s' is missing".formatted(table));
              } else if (!bounds.hold(rows)) {
                differences.add(difference(table, rows, bounds));
              }
            });
    if (!differences.isEmpty()) {
      throw new SourceException(sentence(differences));
    }
  }

  private static String difference(String table, long rows, Bounds bounds) {
    return "'%s' has %s %s, but %s"
        .formatted(table, number(rows), rows == 1 ? "row" : "rows", bounds.words());
  }

  private static String sentence(List<String> differences) {
    var named = String.join("; ", differences.subList(0, Math.min(MOST_NAMED, differences.size())));
    int others = differences.size() - MOST_NAMED;
    return "What it holds is not what was dumped: %s%s."
        .formatted(named, others > 0 ? "; and %s more".formatted(others) : "");
  }

  private static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
