package io.backupman.notifier.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.Verification;
import io.backupman.notifier.testkit.ExampleEvents;
import io.backupman.notifier.testkit.ExampleReport;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class WebhookBodyTest {

  /** As the product document prints it. */
  private static final String DOCUMENT =
      """
      {
        "Event": "backup_report",
        "Payload": {
          "Id": "b4c3f1a0-1b1e-4b0e-8b4a-0e1b0e1b0e1b",
          "Status": "finished",
          "Label": "Mysql 1",
          "DumpPath": "/tmp/backupman/dump/backup-20250702100000.sql.gz",
          "CreatedAt": "2025-07-02T10:00:00Z",
          "UpdatedAt": "2025-07-02T10:05:00Z",
          "DriveFiles": [
            {
              "Id": "d1f1e1a0-1b1e-4b0e-8b4a-0e1b0e1b0e1c",
              "BackupId": "b4c3f1a0-1b1e-4b0e-8b4a-0e1b0e1b0e1b",
              "Provider": "google_drive",
              "Label": "My Google Drive",
              "Path": "backups/backup-20250702100000.sql.gz",
              "Status": "finished",
              "CreatedAt": "2025-07-02T10:01:00Z",
              "UpdatedAt": "2025-07-02T10:05:00Z"
            }
          ]
        }
      }
      """;

  /** The document's example without the white space between its members. */
  static String documentCompact() {
    return DOCUMENT
        .lines()
        .map(line -> line.strip().replaceFirst("^(\"[A-Za-z]+\"): ", "$1:"))
        .collect(Collectors.joining());
  }

  @Test
  void isTheDocumentsExampleByteForByte() {
    assertThat(WebhookBody.of(ExampleReport.notification(), false))
        .isEqualTo(documentCompact().getBytes(UTF_8));
  }

  @Test
  void keepsNullableMembersAsNull() {
    var report = ExampleReport.bare().driveFiles(List.of(ExampleReport.bareDriveFile())).build();

    assertThat(text(WebhookBody.of(ExampleReport.about(report), false)))
        .isEqualTo(
            "{\"Event\":\"backup_report\",\"Payload\":{"
                + "\"Id\":\"b4c3f1a0-1b1e-4b0e-8b4a-0e1b0e1b0e1b\",\"Status\":\"failed\","
                + "\"Label\":\"Mysql 1\",\"DumpPath\":null,"
                + "\"CreatedAt\":\"2025-07-02T10:00:00Z\",\"UpdatedAt\":null,\"DriveFiles\":[{"
                + "\"Id\":\"d1f1e1a0-1b1e-4b0e-8b4a-0e1b0e1b0e1c\","
                + "\"BackupId\":\"b4c3f1a0-1b1e-4b0e-8b4a-0e1b0e1b0e1b\",\"Provider\":\"local\","
                + "\"Label\":\"Disk\",\"Path\":null,\"Status\":\"pending\","
                + "\"CreatedAt\":\"2025-07-02T10:01:00Z\",\"UpdatedAt\":null}]}}");
  }

  @Test
  void writesNoDriveFilesAsAnEmptyArray() {
    assertThat(text(WebhookBody.of(ExampleReport.about(ExampleReport.bare().build()), false)))
        .endsWith("\"DriveFiles\":[]}}");
  }

  @Test
  void addsTheFurtherMembersAfterTheDocumentsWhenDetailsAreWanted() {
    var file =
        ExampleReport.bareDriveFile().toBuilder()
            .status(BackupStatus.FAILED)
            .error("The disk is full.")
            .build();
    var report =
        ExampleReport.finished().driveFiles(List.of(file)).error("Drive Disk: full.").build();

    assertThat(text(WebhookBody.of(ExampleReport.about(report), true)))
        .contains("\"UpdatedAt\":null,\"SizeBytes\":null,\"Error\":\"The disk is full.\"}]")
        .endsWith(
            "}],\"Provider\":\"mysql\",\"Trigger\":\"manual\","
                + "\"StartedAt\":\"2025-07-02T10:00:00.250Z\","
                + "\"FinishedAt\":\"2025-07-02T10:05:00Z\",\"SizeBytes\":1234567890123,"
                + "\"Sha256\":\""
                + "ab".repeat(32)
                + "\",\"Error\":\"Drive Disk: full.\","
                + "\"ReportId\":\"0197c0de-0000-7000-8000-000000000001\",\"Recovered\":false,"
                + "\"Warning\":null,\"Verification\":null,\"LastFinishedAt\":null,"
                + "\"Failures\":null,\"Host\":null,\"TimeZone\":null}}");
  }

  @Test
  void saysHowTheDataSourceFaresOnlyWhenDetailsAreWanted() {
    var report =
        ExampleReport.finished()
            .lastFinishedAt(Instant.parse("2025-07-01T10:00:00Z"))
            .failures(3)
            .host("db-host")
            .timeZone(ZoneId.of("Europe/Berlin"))
            .build();

    assertThat(text(WebhookBody.of(ExampleReport.about(report), true)))
        .endsWith(
            "\"LastFinishedAt\":\"2025-07-01T10:00:00Z\",\"Failures\":3,\"Host\":\"db-host\","
                + "\"TimeZone\":\"Europe/Berlin\"}}");
    assertThat(WebhookBody.of(ExampleReport.about(report), false))
        .isEqualTo(documentCompact().getBytes(UTF_8));
  }

  @Test
  void saysWhatCameOfRestoringTheDumpOnlyWhenDetailsAreWanted() {
    var report =
        ExampleReport.finished()
            .warning("It is small.")
            .verification(Verification.verified(12, 34_567))
            .build();

    assertThat(text(WebhookBody.of(ExampleReport.about(report), true)))
        .endsWith(
            "\"Warning\":\"It is small.\",\"Verification\":{\"Status\":\"verified\","
                + "\"Tables\":12,\"Rows\":34567,\"Detail\":null},\"LastFinishedAt\":null,"
                + "\"Failures\":null,\"Host\":null,\"TimeZone\":null}}");
    assertThat(WebhookBody.of(ExampleReport.about(report), false))
        .isEqualTo(documentCompact().getBytes(UTF_8));
  }

  @Test
  void writesAnOverdueBackup() {
    assertThat(text(WebhookBody.of(ExampleEvents.overdue(), false)))
        .isEqualTo(
            "{\"Event\":\"backup_overdue\",\"Payload\":{\"Label\":\"Mysql 1\","
                + "\"LastFinishedAt\":\"2025-06-30T12:00:00Z\",\"Since\":\"2025-06-30T12:00:00Z\","
                + "\"DueAt\":\"2025-07-02T11:59:00Z\"}}");
  }

  @Test
  void writesOutagesTheFirstWhereItAlwaysStood() {
    assertThat(text(WebhookBody.of(ExampleEvents.notifiersFailing(), false)))
        .isEqualTo(
            """
            {"Event":"notifier_failing","Payload":{"Notifier":"mail","Destination":"John Doe",\
            "Since":"2025-07-02T10:00:00Z","RecoveredAt":null,"Reason":"Connection refused.",\
            "Outages":[{"Notifier":"mail","Destination":"John Doe",\
            "Since":"2025-07-02T10:00:00Z","RecoveredAt":null,"Reason":"Connection refused."},\
            {"Notifier":"chat","Destination":"Ops","Since":"2025-07-02T10:05:00Z",\
            "RecoveredAt":null,"Reason":"Connection refused."}]}}""");
  }

  @Test
  void escapesWhateverALabelHolds() {
    assertThat(bodyWithError("a\"b\\c\n\u0001 ü 😀"))
        .contains("\"Error\":\"a\\\"b\\\\c\\n\\u0001 ü 😀\"");
  }

  @Test
  void writesATextWithHalfASurrogatePairRatherThanNever() {
    assertThat(bodyWithError("cut \ud83d")).contains("\"Error\":\"cut ?\"");
  }

  @Test
  void writesTimesWithTheirFractionInUtc() {
    var report = ExampleReport.bare().updatedAt(Instant.ofEpochSecond(1, 123_456_000)).build();

    assertThat(text(WebhookBody.of(ExampleReport.about(report), false)))
        .contains("\"UpdatedAt\":\"1970-01-01T00:00:01.123456Z\"");
  }

  private static String bodyWithError(String error) {
    var report = ExampleReport.bare().error(error).build();
    return text(WebhookBody.of(ExampleReport.about(report), true));
  }

  private static String text(byte[] body) {
    return new String(body, UTF_8);
  }
}
