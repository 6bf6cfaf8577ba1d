package io.backupman.server.it;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.server.it.KillRounds.Kill;
import io.backupman.server.it.MessageLog.Message;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Compares, from outside, what the receivers got with what the database says, once everything is
 * quiet.
 */
final class KillCheck {
  /** How long after a message was taken the kill may be that kept it from being recorded. */
  private static final long RECORDING_MILLIS = 5_000;

  /** How long after its sender's death a message may still be on its way to the receiver. */
  private static final long ON_ITS_WAY_MILLIS = 2_000;

  private final List<Message> messages;
  private final List<Backup> backups = new ArrayList<>();
  private final Map<String, Report> reports = new HashMap<>();
  private final List<Delivery> deliveries = new ArrayList<>();

  private record Backup(String id, String status, String reportId) {}

  private record Report(String id, String backupId, String status) {}

  private record Delivery(String reportId, String destination, String status) {}

  KillCheck(Connection database, List<Message> messages) throws SQLException {
    this.messages = messages;
    read(database);
  }

  private void read(Connection database) throws SQLException {
    try (var statement = database.createStatement()) {
      try (var rows = statement.executeQuery("SELECT id, status, report_id FROM backups")) {
        while (rows.next()) {
          backups.add(new Backup(rows.getString(1), rows.getString(2), rows.getString(3)));
        }
      }
      try (var rows =
          statement.executeQuery(
              "SELECT id, backup_id, status FROM reports WHERE event = 'backup_report'")) {
        while (rows.next()) {
          reports.put(
              rows.getString(1),
              new Report(rows.getString(1), rows.getString(2), rows.getString(3)));
        }
      }
      try (var rows =
          statement.executeQuery("SELECT report_id, destination, status FROM deliveries")) {
        while (rows.next()) {
          deliveries.add(new Delivery(rows.getString(1), rows.getString(2), rows.getString(3)));
        }
      }
    }
  }

  int backups() {
    return backups.size();
  }

  int deliveries() {
    return deliveries.size();
  }

  /**
   * Every backup that was ever answered for is there, has ended, and has one report that agrees.
   */
  void everyBackupHasItsReport(Set<String> acknowledged) {
    assertThat(backups).extracting(Backup::id).containsAll(acknowledged);
    assertThat(backups).extracting(Backup::status).isSubsetOf("finished", "failed");
    assertThat(reports).hasSameSizeAs(backups);
    assertThat(backups)
        .allSatisfy(
            backup ->
                assertThat(reports.get(backup.reportId()))
                    .isEqualTo(new Report(backup.reportId(), backup.id(), backup.status())));
  }

  /** Every delivery is delivered, and its receiver got it and said so. */
  void everyDeliveryArrived() {
    assertThat(deliveries).hasSize(reports.size() * KillRounds.endpoints());
    assertThat(deliveries).extracting(Delivery::status).containsOnly("delivered");
    var taken =
        messages.stream()
            .filter(Message::isTaken)
            .map(m -> m.reportId() + m.path())
            .collect(toSet());
    assertThat(deliveries)
        .allSatisfy(d -> assertThat(taken).contains(d.reportId() + "/" + d.destination()));
  }

  /** Whatever a receiver ever got, refused or not, was committed before and tells the truth. */
  void everyMessageIsTrue() {
    assertThat(messages)
        .allSatisfy(
            m ->
                assertThat(reports.get(m.reportId()))
                    .isEqualTo(new Report(m.reportId(), m.backupId(), m.status())));
  }

  /** What was taken twice carries its old id, and a kill came in between; returns how many. */
  int repetitionsAfterAKill(List<Kill> kills) {
    var repeated = 0;
    var byDelivery =
        messages.stream()
            .filter(Message::isTaken)
            .collect(groupingBy(m -> m.reportId() + m.path()));
    for (var same : byDelivery.values()) {
      for (var i = 1; i < same.size(); i++) {
        var first = same.get(i - 1).millis();
        var second = same.get(i).millis();
        assertThat(kills)
            .as("a kill between two arrivals of %s, at %d and %d", same.get(i), first, second)
            .anyMatch(
                k ->
                    k.end() + ON_ITS_WAY_MILLIS >= first
                        && k.begin() <= Math.min(second, first + RECORDING_MILLIS));
        repeated++;
      }
    }
    return repeated;
  }

  /** Every finished backup's file is there, of the recorded size and checksum. */
  static void everyFinishedFileIsWhole(Connection database) throws SQLException, IOException {
    try (var statement = database.createStatement();
        var rows =
            statement.executeQuery(
                """
                SELECT f.path, b.size_bytes, b.sha256 FROM drive_files f
                JOIN backups b ON b.id = f.backup_id WHERE b.status = 'finished'""")) {
      while (rows.next()) {
        var file = Path.of(rows.getString(1));
        assertThat(file).hasSize(rows.getLong(2));
        assertThat(sha256(file)).as("%s", file).isEqualTo(rows.getString(3));
      }
    }
  }

  private static String sha256(Path file) throws IOException {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      try (var in = new DigestInputStream(Files.newInputStream(file), digest)) {
        in.transferTo(OutputStream.nullOutputStream());
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
