package io.backupman.core.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.backupman.notifier.spi.BackupReport;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.DriveFile;
import io.backupman.notifier.spi.Outage;
import io.backupman.notifier.spi.OverdueBackup;
import io.backupman.notifier.spi.Verification;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ReportPayloadTest {
  private static final UUID BACKUP = UUID.fromString("b4c3f1a0-1b1e-4b0e-8b4a-0e1b0e1b0e1b");
  private static final UUID FILE = UUID.fromString("d1f1e1a0-1b1e-4b0e-8b4a-0e1b0e1b0e1c");
  private static final UUID REPORT = UUID.fromString("0197c8a0-0000-7000-8000-000000000001");
  private static final Instant CREATED = Instant.parse("2025-07-02T10:00:00Z");

  private final BackupReport report =
      BackupReport.builder(BACKUP, BackupStatus.FAILED, "Mysql 1", CREATED)
          .provider("mysql")
          .trigger("schedule")
          .updatedAt(Instant.parse("2025-07-02T10:05:00.125Z"))
          .sizeBytes(5L)
          .error("My Google Drive: \"quota\" 🚀")
          .driveFiles(
              List.of(
                  DriveFile.builder(FILE, BACKUP, "google_drive", "My Google Drive", CREATED)
                      .status(BackupStatus.FAILED)
                      .build()))
          .build();

  @Test
  void startsWithTheDocumentsMembersInItsOrder() {
    assertThat(ReportPayload.write(report, REPORT))
        .isEqualTo(
            """
            {"Id":"b4c3f1a0-1b1e-4b0e-8b4a-0e1b0e1b0e1b","Status":"failed","Label":"Mysql 1",\
            "DumpPath":null,"CreatedAt":"2025-07-02T10:00:00Z",\
            "UpdatedAt":"2025-07-02T10:05:00.125Z","DriveFiles":[{\
            "Id":"d1f1e1a0-1b1e-4b0e-8b4a-0e1b0e1b0e1c",\
            "BackupId":"b4c3f1a0-1b1e-4b0e-8b4a-0e1b0e1b0e1b","Provider":"google_drive",\
            "Label":"My Google Drive","Path":null,"Status":"failed",\
            "CreatedAt":"2025-07-02T10:00:00Z","UpdatedAt":null,"SizeBytes":null,"Error":null}],\
            "Provider":"mysql","Trigger":"schedule","StartedAt":null,"FinishedAt":null,\
            "SizeBytes":5,"Sha256":null,"Error":"My Google Drive: \\"quota\\" 🚀",\
            "ReportId":"0197c8a0-0000-7000-8000-000000000001","Recovered":false,\
            "Warning":null,"Verification":null,"LastFinishedAt":null,"Failures":null,\
            "Host":null,"TimeZone":null}""");
  }

  @Test
  void saysHowTheDataSourceFaresAndWhere() {
    var told =
        report.toBuilder()
            .lastFinishedAt(CREATED.minusSeconds(86_400))
            .failures(3)
            .host("db-host")
            .timeZone(ZoneId.of("Europe/Berlin"))
            .build();
    var payload = ReportPayload.write(told, REPORT);

    assertThat(payload)
        .endsWith(
            """
            "LastFinishedAt":"2025-07-01T10:00:00Z","Failures":3,"Host":"db-host",\
            "TimeZone":"Europe/Berlin"}""");
    assertThat(ReportPayload.readBackup(payload)).isEqualTo(told);
    assertThat(ReportPayload.readBackup(payload.replace("Europe/Berlin", "Moon/Tycho")))
        .as("a zone that is not known here keeps no report from being sent")
        .isEqualTo(told.toBuilder().timeZone(null).build());
  }

  @Test
  void saysWhatCameOfRestoringTheDump() {
    var verified =
        report.toBuilder()
            .warning("It is small.")
            .verification(Verification.verified(2, 3_000_000_000L))
            .build();
    var payload = ReportPayload.write(verified, REPORT);

    assertThat(payload)
        .endsWith(
            """
            "Warning":"It is small.","Verification":{"Status":"verified","Tables":2,\
            "Rows":3000000000,"Detail":null},"LastFinishedAt":null,"Failures":null,"Host":null,\
            "TimeZone":null}""");
    assertThat(ReportPayload.readBackup(payload)).isEqualTo(verified);
  }

  @Test
  void isReadThoughAnOlderVersionWroteIt() {
    var older = ReportPayload.write(report, REPORT).replaceFirst(",\"Warning\":.*", "}");

    assertThat(older).endsWith("\"Recovered\":false}");
    assertThat(ReportPayload.readBackup(older)).isEqualTo(report);
  }

  @Test
  void isReadBackAsItWas() {
    assertThat(ReportPayload.readBackup(ReportPayload.write(report, REPORT))).isEqualTo(report);
  }

  @Test
  void anOverdueBackupIsReadBackAsItWas() {
    var overdue = OverdueBackup.builder("Shop", CREATED, CREATED.plusSeconds(60)).build();

    assertThat(ReportPayload.write(overdue, REPORT))
        .isEqualTo(
            "{\"Label\":\"Shop\",\"LastFinishedAt\":null,\"Since\":\"2025-07-02T10:00:00Z\","
                + "\"DueAt\":\"2025-07-02T10:01:00Z\",\"Failures\":null,\"LastFailedId\":null,"
                + "\"LastFailedAt\":null,\"LastError\":null,\"Host\":null,\"TimeZone\":null,"
                + "\"ReportId\":\""
                + REPORT
                + "\"}");
    assertThat(ReportPayload.readOverdue(ReportPayload.write(overdue, REPORT))).isEqualTo(overdue);
  }

  @Test
  void anOverdueBackupSaysWhyTheLastTryFailed() {
    var overdue =
        OverdueBackup.builder("Shop", CREATED, CREATED.plusSeconds(60))
            .lastFinishedAt(CREATED)
            .failures(2)
            .lastFailedId(BACKUP)
            .lastFailedAt(CREATED.plusSeconds(30))
            .lastError("Access denied.")
            .host("db-host")
            .timeZone(ZoneId.of("Europe/Berlin"))
            .build();

    assertThat(ReportPayload.readOverdue(ReportPayload.write(overdue, REPORT))).isEqualTo(overdue);
  }

  @Test
  void anOverdueBackupIsReadThoughAnOlderVersionWroteIt() {
    var older =
        "{\"Label\":\"Shop\",\"LastFinishedAt\":null,\"Since\":\"2025-07-02T10:00:00Z\","
            + "\"DueAt\":\"2025-07-02T10:01:00Z\",\"ReportId\":\"x\"}";

    assertThat(ReportPayload.readOverdue(older))
        .isEqualTo(OverdueBackup.builder("Shop", CREATED, CREATED.plusSeconds(60)).build());
  }

  @Test
  void outagesAreReadBackAsTheyWereAndTheFirstStandsWhereItAlwaysStood() {
    var first = new Outage("mail", "John Doe", CREATED, null, "Connection refused.");
    var second = new Outage("chat", "Ops", CREATED.plusSeconds(1), null, "Gone.");
    var outages = List.of(first, second);

    assertThat(ReportPayload.write(outages, REPORT))
        .isEqualTo(
            """
            {"Notifier":"mail","Destination":"John Doe","Since":"2025-07-02T10:00:00Z",\
            "RecoveredAt":null,"Reason":"Connection refused.",\
            "ReportId":"0197c8a0-0000-7000-8000-000000000001","Outages":[\
            {"Notifier":"mail","Destination":"John Doe","Since":"2025-07-02T10:00:00Z",\
            "RecoveredAt":null,"Reason":"Connection refused."},\
            {"Notifier":"chat","Destination":"Ops","Since":"2025-07-02T10:00:01Z",\
            "RecoveredAt":null,"Reason":"Gone."}]}""");
    assertThat(ReportPayload.readOutages(ReportPayload.write(outages, REPORT))).isEqualTo(outages);
  }

  @Test
  void anOutageThatAnOlderVersionHasWrittenIsReadBack() {
    var stored =
        """
        {"Notifier":"mail","Destination":"John Doe","Since":"2025-07-02T10:00:00Z",\
        "RecoveredAt":null,"Reason":"Gone.","ReportId":"0197c8a0-0000-7000-8000-000000000001"}""";

    assertThat(ReportPayload.readOutages(stored))
        .containsExactly(new Outage("mail", "John Doe", CREATED, null, "Gone."));
  }

  @Test
  void isReadThoughANewerVersionAddedMembers() {
    var newer = ReportPayload.write(report, REPORT).replace("{\"Id\"", "{\"New\":1,\"Id\"");

    assertThat(ReportPayload.readBackup(newer)).isEqualTo(report);
  }

  @Test
  void saysThatItIsNotABackup() {
    assertThatThrownBy(() -> ReportPayload.readBackup("[]"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("The payload of a stored report cannot be read.");
    assertThatThrownBy(() -> ReportPayload.readOutages("null"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("The payload of a stored report is empty.");
  }
}
