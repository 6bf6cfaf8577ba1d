package io.backupman.core.store;

import static java.util.stream.Collectors.groupingBy;

import io.backupman.core.store.LegacyBackup.Name;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which copies that heryTz/backupman has recorded are found under the same name now, so that no two
 * records name one file: whoever removed one would remove the other.
 *
 * @param shared what is to become of those that are not the only ones, by their identifiers
 */
record LegacyNames(Map<String, Name> shared) {
  private static final String FINISHED =
      """
      SELECT id, provider, label, path FROM backup_drive_files
      WHERE status = 'finished' AND path <> ''""";

  /** Where a file is. */
  private record Place(String provider, String label, String path) {}

  /**
   * A copy.
   *
   * @param isAsRecorded whether that is where it was recorded
   */
  private record Found(String id, Place place, boolean isAsRecorded) {}

  LegacyNames {
    shared = Map.copyOf(shared);
  }

  /** Looks at all copies that have finished. */
  static LegacyNames of(Connection connection, LegacyPlaces places) throws SQLException {
    var shared = new HashMap<String, Name>();
    found(connection, places).stream()
        .collect(groupingBy(Found::place))
        .values()
        .forEach(ofOneName -> judge(ofOneName, shared));
    return new LegacyNames(shared);
  }

  private static List<Found> found(Connection connection, LegacyPlaces places) throws SQLException {
    var found = new ArrayList<Found>();
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(FINISHED)) {
      while (rows.next()) {
        var provider = rows.getString("provider");
        var label = rows.getString("label");
        var recorded = rows.getString("path");
        var path = places.copy(provider, label, recorded);
        found.add(
            new Found(
                rows.getString("id"),
                new Place(provider, label, path),
                LegacyPlaces.isAsRecorded(provider, path, recorded)));
      }
    }
    return found;
  }

  private static void judge(List<Found> ofOneName, Map<String, Name> shared) {
    var asRecorded = ofOneName.stream().filter(Found::isAsRecorded).toList();
    var rivals = asRecorded.isEmpty() ? ofOneName : asRecorded;
    ofOneName.forEach(copy -> shared.put(copy.id(), Name.ELSEWHERE));
    rivals.forEach(copy -> shared.put(copy.id(), Name.GIVEN_UP));
    var keeper = rivals.stream().map(Found::id).max(Comparator.naturalOrder()).orElseThrow();
    shared.put(keeper, rivals.size() > 1 ? Name.SHARED : Name.UNIQUE);
  }

  Name of(String copyId) {
    return shared.getOrDefault(copyId, Name.UNIQUE);
  }
}
