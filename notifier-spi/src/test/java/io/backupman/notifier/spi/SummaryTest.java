package io.backupman.notifier.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
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
    assertThat(summary.facts()).endsWith(new Fact("Restore failed", "It broke."));
  }

  @Test
  void aStartedBackup() {
    var pending = ExampleReport.finished().status(BackupStatus.PENDING).build();
    var summary = about(Notification.BACKUP_STARTED, pending).summary(ZoneOffset.UTC);

    assertThat(summary.severity()).isEqualTo(Severity.INFO);
    assertThat(summary.title()).isEqualTo("Mysql 1: backup started");
    assertThat(summary.line()).isEqualTo("Started at Wed 2 Jul 2025, 10:00:00 UTC.");
    assertThat(summary.facts()).extracting(Fact::name).doesNotContain("Ended", "Took");
  }

  @Test
  void aTest() {
    var summary =
        about(Notification.TEST, ExampleReport.finished().build()).summary(ZoneOffset.UTC);

    assertThat(summary.severity()).isEqualTo(Severity.INFO);
    assertThat(summary.title()).isEqualTo("Mysql 1: this is how a report looks");
  }

  @Test
  void anOutage() {
    var summary = ExampleReport.outage(null).summary(ZoneOffset.UTC);

    assertThat(summary.severity()).isEqualTo(Severity.ERROR);
    assertThat(summary.title()).isEqualTo("Notifier mail, John Doe: not reached");
    assertThat(summary.reason()).isEqualTo("Connection refused.");
    assertThat(summary.facts()).contains(new Fact("Failing since", "Wed 2 Jul 2025, 10:00:00 UTC"));
  }

  @Test
  void theEndOfAnOutage() {
    var summary = ExampleReport.outage(NOON).summary(ZoneOffset.UTC);

    assertThat(summary.severity()).isEqualTo(Severity.SUCCESS);
    assertThat(summary.title()).isEqualTo("Notifier mail, John Doe: reached again");
    assertThat(summary.line()).isEqualTo("Reports to it were not delivered for 2 h.");
    assertThat(summary.reason()).isEmpty();
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

  private static Summary overdue(@Nullable Instant last) {
    var overdue = new OverdueBackup("Shop", last, NOON.minusSeconds(172_800), NOON);
    var id = UUID.randomUUID();
    return Notification.builder(id, id, Notification.BACKUP_OVERDUE, NOON)
        .overdue(overdue)
        .build()
        .summary(ZoneOffset.UTC);
  }

  @Test
  void anEventOfABackupThatIsNotKnownYetHasItsName() {
    var summary =
        about("backup_verified", ExampleReport.finished().build()).summary(ZoneOffset.UTC);

    assertThat(summary.title()).isEqualTo("Mysql 1: backup verified");
    assertThat(summary.severity()).isEqualTo(Severity.SUCCESS);
  }

  @Test
  void anEventThatIsNotKnownYetHasItsName() {
    var summary =
        Notification.builder(UUID.randomUUID(), UUID.randomUUID(), "moon_phase", NOON)
            .build()
            .summary(ZoneOffset.UTC);

    assertThat(summary.title()).isEqualTo("moon_phase");
    assertThat(summary.text()).isEmpty();
  }

  @Test
  void aLabelCannotAddALine() {
    var evil = BackupReport.builder(UUID.randomUUID(), BackupStatus.FAILED, "a\r\nBcc: b", NOON);

    assertThat(of(evil).title()).isEqualTo("a Bcc: b: backup failed");
  }

  private static Summary of(BackupReport.Builder backup) {
    return ExampleReport.about(backup.build()).summary(ZoneOffset.UTC);
  }

  private static Notification about(String event, BackupReport backup) {
    return Notification.builder(UUID.randomUUID(), UUID.randomUUID(), event, NOON)
        .backup(backup)
        .build();
  }
}
