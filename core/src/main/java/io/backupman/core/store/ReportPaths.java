package io.backupman.core.store;

import io.backupman.core.report.ReportQuery;
import io.backupman.core.store.IndexPath.Column;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the index at which a list of reports begins; all other conditions are then looked at for
 * each row. Of several that would do, the one is taken on which records lie sparsest, so that the
 * fewest are looked at in vain. Identifiers sort by time, so it is the one whose n-th newest record
 * is the oldest, and finding that out costs the same however many records there are.
 */
final class ReportPaths {
  /** How far each index is looked into; what has fewer records may be read to the end. */
  private static final int LOOK = 64;

  private static final String DELIVERIES = "deliveries d";

  private static final Column OF_BACKUP = new Column("r.backup_id", "backup");
  private static final Column OF_EVENT = new Column("r.event", "event");
  private static final Column OF_LABEL = new Column("r.label", "label");
  private static final Column OF_STATUS = new Column("r.status", "status");
  private static final Column OF_NOTIFIER = new Column("d.notifier", "notifier");
  private static final Column OF_DELIVERY = new Column("d.status", "delivery");

  private static final IndexPath NEWEST = ofReports("PRIMARY");
  private static final IndexPath BACKUP = ofReports("reports_backup", OF_BACKUP);
  private static final IndexPath EVENT = ofReports("reports_event", OF_EVENT);
  private static final IndexPath LABEL = ofReports("reports_label", OF_LABEL);
  private static final IndexPath STATUS = ofReports("reports_status", OF_STATUS);
  private static final IndexPath LABEL_STATUS =
      ofReports("reports_label_status", OF_LABEL, OF_STATUS);
  private static final IndexPath NOTIFIER = ofDeliveries("deliveries_notifier", OF_NOTIFIER);
  private static final IndexPath DELIVERY = ofDeliveries("deliveries_status", OF_DELIVERY);
  private static final IndexPath NOTIFIER_DELIVERY =
      ofDeliveries("deliveries_notifier_status", OF_NOTIFIER, OF_DELIVERY);

  private ReportPaths() {}

  private static IndexPath ofReports(String index, Column... columns) {
    return new IndexPath("reports r", index, List.of(columns), "r.id");
  }

  private static IndexPath ofDeliveries(String index, Column... columns) {
    return new IndexPath(DELIVERIES, index, List.of(columns), "d.report_id");
  }

  /** The one at which a list begins. */
  static IndexPath best(Transaction tx, ReportQuery query) {
    var paths = of(query);
    return paths.size() == 1 ? paths.getFirst() : sparsest(tx, paths, query);
  }

  /** Whether it leads through deliveries, of which a report may have several. */
  static boolean isOfDeliveries(IndexPath path) {
    return path.table().equals(DELIVERIES);
  }

  private static List<IndexPath> of(ReportQuery query) {
    if (query.backupId() != null) {
      return List.of(BACKUP); // it has a few reports only
    }
    var paths = new ArrayList<IndexPath>();
    if (query.event() != null) {
      paths.add(EVENT);
    }
    addWanted(paths, query.label(), LABEL, query.status(), STATUS, LABEL_STATUS);
    addWanted(paths, query.notifier(), NOTIFIER, query.delivery(), DELIVERY, NOTIFIER_DELIVERY);
    return paths.isEmpty() ? List.of(NEWEST) : paths;
  }

  private static void addWanted(
      List<IndexPath> paths,
      @Nullable Object first,
      IndexPath ofFirst,
      @Nullable Object second,
      IndexPath ofSecond,
      IndexPath ofBoth) {
    if (first != null && second != null) {
      paths.add(ofBoth);
    } else if (first != null) {
      paths.add(ofFirst);
    } else if (second != null) {
      paths.add(ofSecond);
    }
  }

  private static IndexPath sparsest(Transaction tx, List<IndexPath> paths, ReportQuery query) {
    var looks =
        IntStream.range(0, paths.size())
            .mapToObj(i -> look(i, paths.get(i), query))
            .collect(Collectors.joining(" UNION ALL "));
    var found =
        tx
            .query(
                looks,
                row -> Map.entry((int) row.number("nth"), row.text("id")),
                ReportQueries.all(query).params())
            .stream()
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    return IntStream.range(0, paths.size())
        .boxed()
        .min(Comparator.comparing(i -> found.getOrDefault(i, "")))
        .map(paths::get)
        .orElseThrow();
  }

  /** The n-th newest of the time that is asked for. */
  private static String look(int nth, IndexPath path, ReportQuery query) {
    return "(SELECT %s AS nth, %s AS id%s WHERE %s%s%s LIMIT 1 OFFSET %s)"
        .formatted(
            nth,
            path.id(),
            path.from(),
            path.conditions(),
            ReportQueries.inTime(new Where(), path.id(), query).more(),
            path.newestFirst(),
            LOOK - 1);
  }
}
