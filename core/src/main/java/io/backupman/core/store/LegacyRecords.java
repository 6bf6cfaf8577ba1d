package io.backupman.core.store;

import static java.util.stream.Collectors.groupingBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the records of heryTz/backupman, a page at a time; changes nothing. */
final class LegacyRecords {
  private static final int PAGE = 500;

  // Texts, because MySQL has times that are none ("0000-00-00"), and SQLite has no times.
  private static final String BACKUPS =
      """
      SELECT id, status, label, dump_path, CAST(created_at AS CHAR(40)) AS created,
        CAST(updated_at AS CHAR(40)) AS updated
      FROM backups WHERE id > :after ORDER BY id LIMIT\s"""
          + PAGE;

  private static final String COPIES =
      """
      SELECT id, backup_id, provider, label, path, status, CAST(created_at AS CHAR(40)) AS created,
        CAST(updated_at AS CHAR(40)) AS updated
      FROM backup_drive_files WHERE backup_id IN (:ids) ORDER BY created_at, id""";

  private static final Pattern DATE_AND_TIME = Pattern.compile("(\\d)[ T](\\d.*)");

  private final Connection connection;
  private final LegacyNames names;

  LegacyRecords(Connection connection, LegacyPlaces places) throws SQLException {
    this.connection = connection;
    this.names = LegacyNames.of(connection, places);
  }

  /**
   * The next backups with their copies, in the order of their identifiers.
   *
   * @param after the identifier of the last one before; empty for the first page
   * @return none if there are no more
   */
  List<LegacyBackup> after(String after) throws SQLException {
    var bare = new ArrayList<LegacyBackup>();
    try (var statement = BoundSql.of(BACKUPS, Params.of("after", after)).prepare(connection);
        var rows = statement.executeQuery()) {
      while (rows.next()) {
        bare.add(backup(rows));
      }
    }
    var copies = copies(bare.stream().map(LegacyBackup::id).toList());
    return bare.stream().map(b -> b.with(copies.getOrDefault(b.id(), List.of()))).toList();
  }

  private Map<String, List<LegacyBackup.Copy>> copies(List<String> ids) throws SQLException {
    if (ids.isEmpty()) {
      return Map.of();
    }
    var found = new ArrayList<LegacyBackup.Copy>();
    try (var statement = BoundSql.of(COPIES, Params.of("ids", ids)).prepare(connection);
        var rows = statement.executeQuery()) {
      while (rows.next()) {
        found.add(copy(rows));
      }
    }
    return found.stream().collect(groupingBy(LegacyBackup.Copy::backupId));
  }

  private static LegacyBackup backup(ResultSet row) throws SQLException {
    return new LegacyBackup(
        row.getString("id"),
        row.getString("status"),
        row.getString("label"),
        textOrNull(row, "dump_path"),
        time(row.getString("created")),
        time(row.getString("updated")),
        List.of());
  }

  private LegacyBackup.Copy copy(ResultSet row) throws SQLException {
    var id = row.getString("id");
    return new LegacyBackup.Copy(
        id,
        row.getString("backup_id"),
        row.getString("provider"),
        row.getString("label"),
        textOrNull(row, "path"),
        row.getString("status"),
        time(row.getString("created")),
        time(row.getString("updated")),
        names.of(id));
  }

  /** The program writes an empty text for nothing. */
  private static @Nullable String textOrNull(ResultSet row, String column) throws SQLException {
    var text = row.getString(column);
    return text == null || text.isEmpty() ? null : text;
  }

  /** A time in UTC: of sessions in UTC, and of SQLite. */
  static @Nullable Instant time(@Nullable String text) {
    var iso = text == null ? "" : DATE_AND_TIME.matcher(text.strip()).replaceFirst("$1T$2");
    try {
      return LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException noLocalTime) {
      return withOffset(iso);
    }
  }

  private static @Nullable Instant withOffset(String iso) {
    try {
      return OffsetDateTime.parse(iso).toInstant();
    } catch (DateTimeException noTime) {
      return null;
    }
  }
}
