package io.backupman.notifier.spi.summary;

import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.notifier.spi.BackupReport;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.DriveFile;
import io.backupman.notifier.spi.Notification;
import io.backupman.notifier.spi.Outage;
import io.backupman.notifier.spi.OverdueBackup;
import io.backupman.notifier.spi.Verification;
import io.backupman.notifier.testkit.ExampleReport;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Every event in words. */
class SummaryTest {
  private static final Instant NOON = Instant.parse("2025-07-02T12:00:00Z");

  @Test
  void aFinishedBackup() {
    var summary = of(ExampleReport.finished());

    assertThat(summary.severity()).isEqualTo(Severity.SUCCESS);
    assertThat(summary.title()).isEqualTo("Mysql 1: backup finished");
    assertThat(summary.line()).isEqualTo("Done in 4 min 59 s, 1.1 TiB, on 1 drive.");
    assertThat(summary.reason()).isEmpty();
    assertThat(summary.drives()).containsExactly(new Fact("My Google Drive", "finished"));
    assertThat(summary.text())
        .isEqualTo(
            """
            Done in 4 min 59 s, 1.1 TiB, on 1 drive.

            Data source: Mysql 1 (mysql)
            Started: Wed 2 Jul 2025, 10:00:00 UTC
            Ended: Wed 2 Jul 2025, 10:05:00 UTC
            Took: 4 min 59 s
            Size: 1.1 TiB
            Drive My Google Drive: finished""");
  }

  @Test
  void aFailedBackup() {
    var lost =
        ExampleReport.driveFile().toBuilder()
            .status(BackupStatus.FAILED)
            .error("No\nspace left.")
            .build();
    var summary =
        of(
            ExampleReport.bare()
                .error("It broke:\r\n" + "x".repeat(5_000))
                .driveFiles(List.of(lost)));

    assertThat(summary.severity()).isEqualTo(Severity.ERROR);
    assertThat(summary.title()).isEqualTo("Mysql 1: backup failed");
    assertThat(summary.line()).startsWith("It broke: xxx").hasSize(140);
    assertThat(summary.reason()).startsWith("It broke:\nxxx").hasSize(4_000).endsWith("…");
    assertThat(summary.drives())
        .containsExactly(new Fact("My Google Drive", "failed: No space left."));
    assertThat(summary.text()).startsWith(summary.reason());
  }

  @Test
  void aFailureSaysWhatOneWantsToKnowAtNight() {
    var id = ExampleReport.bare().build().id();
    var summary =
        of(
            ExampleReport.bare()
                .startedAt(NOON)
                .lastFinishedAt(NOON.minusSeconds(180_000))
                .failures(3)
                .host("db-host"));

    assertThat(summary.facts())
        .containsSubsequence(
            new Fact("Last good backup", "Mon 30 Jun 2025, 10:00:00 UTC (2 d 2 h before)"),
            new Fact("Failed since then", "3, with this one"),
            new Fact("Host", "db-host"),
            new Fact("Backup", id.toString()),
            new Fact("Retry with", "backupman retry " + id));
    assertThat(summary.text()).contains("Retry with: backupman retry " + id);
  }

  @Test
  void aFailureOfADataSourceThatNeverHadAGoodBackup() {
    assertThat(of(ExampleReport.bare().failures(1)).facts())
        .contains(new Fact("Last good backup", "none"));
  }

  @Test
  void aFailureOfWhichAnOlderVersionKnewLessSaysNothingUntrue() {
    assertThat(of(ExampleReport.bare()).facts())
        .extracting(Fact::name)
        .doesNotContain("Last good backup", "Failed since then", "Host");
  }

  @Test
  void aReasonThatDrivesHaveInCommonIsSaidOnce() {
    var summary =
        of(
            ExampleReport.bare()
                .driveFiles(
                    List.of(
                        drive("A", "Nothing was stored here."),
                        drive("B", "The bucket is gone."),
                        drive("C", "Nothing was stored here."),
                        drive("D", null).toBuilder().status(BackupStatus.FINISHED).build(),
                        drive("E", null).toBuilder().status(BackupStatus.FINISHED).build())));

    assertThat(summary.drives())
        .containsExactly(
            new Fact("A, C", "failed: Nothing was stored here."),
            new Fact("B", "failed: The bucket is gone."),
            new Fact("D", "finished"),
            new Fact("E", "finished"));
  }

  @Test
  void aDriveThatHasOnlyAnEarlierCopyHasFailed() {
    var earlier =
        drive("A", "The disk is full.").toBuilder()
            .status(BackupStatus.FINISHED)
            .path("a.gz")
            .build();

    assertThat(of(ExampleReport.bare().driveFiles(List.of(earlier))).drives())
        .containsExactly(
            new Fact("A", "failed: The disk is full. The earlier copy is still there."));
  }

  private static DriveFile drive(String label, @Nullable String error) {
    var id = UUID.randomUUID();
    return DriveFile.builder(id, id, "local", label, NOON)
        .status(BackupStatus.FAILED)
        .error(error)
        .build();
  }

  @Test
  void timesAreToldInTheZoneOfTheDataSourcesSchedule() {
    var zone = ZoneId.of("Europe/Berlin");
    var summary = of(ExampleReport.bare().startedAt(NOON).timeZone(zone));

    assertThat(summary.facts()).contains(new Fact("Started", "Wed 2 Jul 2025, 14:00:00 CEST"));
    var overdue = OverdueBackup.builder("Shop", NOON, NOON).timeZone(zone).build();
    assertThat(about(overdue).line()).contains("14:00:00 CEST");
  }

  @Test
  void aFailureWithoutAReasonSaysSo() {
    assertThat(of(ExampleReport.bare()).reason()).isEqualTo("No reason was given.");
  }

  @Test
  void aRecoveredBackup() {
    var summary = of(ExampleReport.finished().recovered(true));

    assertThat(summary.title()).isEqualTo("Mysql 1: backup finished (recovered)");
    assertThat(summary.line()).endsWith("; the one before had failed.");
  }

  @Test
  void aBackupThatSomebodyShouldLookAt() {
    var summary =
        of(
            ExampleReport.finished()
                .warning("The dump is small:\r\n1 byte.")
                .verification(Verification.verified(12, 34_567)));

    assertThat(summary.severity()).isEqualTo(Severity.SUCCESS);
    assertThat(summary.warning()).isEqualTo("The dump is small: 1 byte.");
    assertThat(summary.facts()).endsWith(new Fact("Restore verified", "12 tables, 34,567 rows"));
    assertThat(summary.text()).startsWith("The dump is small: 1 byte.\n\nDone in ");
  }

  @Test
  void whatWasNotTriedStandsBesideWhatWas() {
    var verification = Verification.verified(2, 1, "Not tried: the event 'nightly'.");

    var summary = of(ExampleReport.finished().verification(verification));

    assertThat(summary.facts())
        .endsWith(new Fact("Restore verified", "2 tables, 1 row. Not tried: the event 'nightly'."));
  }

  @Test
  void aBackupThatCouldNotBeRestored() {
    var summary = of(ExampleReport.bare().verification(Verification.failed("It\nbroke.")));

    assertThat(summary.warning()).isEmpty();
    assertThat(summary.facts()).contains(new Fact("Restore failed", "It broke."));
  }

  @Test
  void aStartedBackup() {
    var pending = ExampleReport.finished().status(BackupStatus.PENDING).build();
    var summary = Summary.of(about(Notification.BACKUP_STARTED, pending), ZoneOffset.UTC);

    assertThat(summary.severity()).isEqualTo(Severity.INFO);
    assertThat(summary.title()).isEqualTo("Mysql 1: backup started");
    assertThat(summary.line()).isEqualTo("Started at Wed 2 Jul 2025, 10:00:00 UTC.");
    assertThat(summary.facts()).extracting(Fact::name).doesNotContain("Ended", "Took");
  }

  @Test
  void aTest() {
    var summary =
        Summary.of(about(Notification.TEST, ExampleReport.finished().build()), ZoneOffset.UTC);

    assertThat(summary.severity()).isEqualTo(Severity.INFO);
    assertThat(summary.title()).isEqualTo("Mysql 1: this is how a report looks");
  }

  @Test
  void anOutage() {
    var summary = Summary.of(ExampleReport.outage(null), ZoneOffset.UTC);

    assertThat(summary.severity()).isEqualTo(Severity.ERROR);
    assertThat(summary.title()).isEqualTo("Notifier mail, John Doe: not reached");
    assertThat(summary.reason()).isEqualTo("Connection refused.");
    assertThat(summary.facts()).contains(new Fact("Failing since", "Wed 2 Jul 2025, 10:00:00 UTC"));
  }

  @Test
  void theEndOfAnOutage() {
    var summary = Summary.of(ExampleReport.outage(NOON), ZoneOffset.UTC);

    assertThat(summary.severity()).isEqualTo(Severity.SUCCESS);
    assertThat(summary.title()).isEqualTo("Notifier mail, John Doe: reached again");
    assertThat(summary.line()).isEqualTo("Reports to it were not delivered for 2 h.");
    assertThat(summary.reason()).isEmpty();
  }

  @Test
  void outagesOfOneCause() {
    var summary = Summary.of(ExampleReport.outages(null), ZoneOffset.UTC);

    assertThat(summary.severity()).isEqualTo(Severity.ERROR);
    assertThat(summary.title()).isEqualTo("2 destinations of 2 notifiers: not reached");
    assertThat(summary.line())
        .isEqualTo("Reports to them have not been delivered since Wed 2 Jul 2025, 10:00:00 UTC.");
    assertThat(summary.reason()).isEqualTo("Connection refused.");
    assertThat(summary.facts())
        .containsExactly(
            new Fact("Destinations", "mail, John Doe; chat, Ops"),
            new Fact("Failing since", "Wed 2 Jul 2025, 10:00:00 UTC"));
  }

  @Test
  void outagesOfSeveralCauses() {
    var outages =
        List.of(
            new Outage("mail", "Ann", NOON, null, "Refused."),
            new Outage("mail", "*", NOON, null, "No such\nplugin."));
    var summary =
        Summary.of(
            Notification.builder(UUID.randomUUID(), UUID.randomUUID(), "notifier_failing", NOON)
                .outages(outages)
                .build(),
            ZoneOffset.UTC);

    assertThat(summary.title()).isEqualTo("Notifier mail, 2 destinations: not reached");
    assertThat(summary.reason())
        .isEqualTo("mail, Ann: Refused.\nmail, every destination: No such plugin.");
  }

  @Test
  void theEndOfSeveralOutages() {
    var summary = Summary.of(ExampleReport.outages(NOON), ZoneOffset.UTC);

    assertThat(summary.severity()).isEqualTo(Severity.SUCCESS);
    assertThat(summary.title()).isEqualTo("2 destinations of 2 notifiers: reached again");
    assertThat(summary.line()).isEqualTo("Reports to them were not delivered for up to 2 h.");
  }

  @Test
  void anOverdueBackup() {
    var summary = overdue(NOON.minusSeconds(172_800));

    assertThat(summary.severity()).isEqualTo(Severity.ERROR);
    assertThat(summary.title()).isEqualTo("Shop: backup overdue");
    assertThat(summary.line())
        .isEqualTo(
            "No backup has finished since Mon 30 Jun 2025, 12:00:00 UTC; one should have by Wed 2"
                + " Jul 2025, 12:00:00 UTC.");
    assertThat(summary.text()).contains("Last finished: Mon 30 Jun 2025, 12:00:00 UTC");
  }

  @Test
  void anOverdueBackupOfADataSourceThatNeverHadOne() {
    var summary = overdue(null);

    assertThat(summary.line())
        .isEqualTo("No backup has finished yet; one should have by Wed 2 Jul 2025, 12:00:00 UTC.");
    assertThat(summary.facts()).contains(new Fact("Last finished", "never"));
  }

  @Test
  void anOverdueBackupSaysWhyTheLastTryFailed() {
    var id = UUID.randomUUID();
    var summary =
        about(
            OverdueBackup.builder("Shop", NOON, NOON)
                .lastFinishedAt(NOON.minusSeconds(172_800))
                .failures(2)
                .lastFailedId(id)
                .lastFailedAt(NOON.minusSeconds(60))
                .lastError("Access denied\r\nfor user root.")
                .host("db-host")
                .build());

    assertThat(summary.reason())
        .isEqualTo(
            """
            No backup has finished since Mon 30 Jun 2025, 12:00:00 UTC; one should have by Wed 2 \
            Jul 2025, 12:00:00 UTC.
            The last try (Wed 2 Jul 2025, 11:59:00 UTC) failed: Access denied
            for user root.""");
    assertThat(summary.facts())
        .containsSubsequence(
            new Fact("Failed since then", "2"),
            new Fact("Host", "db-host"),
            new Fact("Backup", id.toString()),
            new Fact("Retry with", "backupman retry " + id));
  }

  private static Summary overdue(@Nullable Instant last) {
    return about(
        OverdueBackup.builder("Shop", NOON.minusSeconds(172_800), NOON)
            .lastFinishedAt(last)
            .build());
  }

  private static Summary about(OverdueBackup overdue) {
    var id = UUID.randomUUID();
    return Summary.of(
        Notification.builder(id, id, Notification.BACKUP_OVERDUE, NOON).overdue(overdue).build(),
        ZoneOffset.UTC);
  }

  @Test
  void anEventOfABackupThatIsNotKnownYetHasItsName() {
    var summary =
        Summary.of(about("backup_verified", ExampleReport.finished().build()), ZoneOffset.UTC);

    assertThat(summary.title()).isEqualTo("Mysql 1: backup verified");
    assertThat(summary.severity()).isEqualTo(Severity.SUCCESS);
  }

  @Test
  void anEventThatIsNotKnownYetHasItsName() {
    var summary =
        Summary.of(
            Notification.builder(UUID.randomUUID(), UUID.randomUUID(), "moon_phase", NOON).build(),
            ZoneOffset.UTC);

    assertThat(summary.title()).isEqualTo("moon_phase");
    assertThat(summary.text()).isEmpty();
  }

  @Test
  void aLabelCannotAddALine() {
    var evil = BackupReport.builder(UUID.randomUUID(), BackupStatus.FAILED, "a\r\nBcc: b", NOON);

    assertThat(of(evil).title()).isEqualTo("a Bcc: b: backup failed");
  }

  private static Summary of(BackupReport.Builder backup) {
    return Summary.of(ExampleReport.about(backup.build()), ZoneOffset.UTC);
  }

  private static Notification about(String event, BackupReport backup) {
    return Notification.builder(UUID.randomUUID(), UUID.randomUUID(), event, NOON)
        .backup(backup)
        .build();
  }
}
