package io.backupman.notifier.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.notifier.http.testing.Reports;
import io.backupman.notifier.spi.Notification;
import io.backupman.notifier.spi.summary.Fact;
import io.backupman.notifier.testkit.ExampleEvents;
import io.backupman.notifier.testkit.ExampleReport;
import io.backupman.notifier.testkit.FixedContext;
import org.junit.jupiter.api.Test;

class NoticeTest {

  @Test
  void showsDrivesBelowTheFacts() {
    assertThat(notice(ExampleReport.notification()).rows(10))
        .containsExactly(
            new Fact("Data source", "Mysql 1 (mysql)"),
            new Fact("Started", "Wed 2 Jul 2025, 10:00:00 UTC"),
            new Fact("Ended", "Wed 2 Jul 2025, 10:05:00 UTC"),
            new Fact("Took", "4 min 59 s"),
            new Fact("Size", "1.1 TiB"),
            new Fact("Drive", "My Google Drive: finished"));
  }

  @Test
  void showsFailedDrivesBeforeOthersWhereThereAreTooMany() {
    var rows = notice(Reports.huge("x")).rows(10);

    assertThat(rows).hasSize(10);
    var drives = rows.stream().filter(row -> row.name().equals("Drive")).map(Fact::value).toList();
    assertThat(drives).hasSize(2);
    assertThat(drives.getFirst()).startsWith("Drive no. 39 ");
    assertThat(drives.getLast()).startsWith("Drive no. 0 ");
    assertThat(rows.getLast()).isEqualTo(new Fact("Drives", "38 more"));
  }

  @Test
  void countsTheDrivesWhereThereIsRoomForFactsOnly() {
    var rows = notice(Reports.huge("x")).rows(3);

    assertThat(rows.getLast()).isEqualTo(new Fact("Drives", "40 more"));
  }

  @Test
  void isTheReasonOrElseASentence() {
    assertThat(notice(Reports.failed("a\nb")).body()).isEqualTo("a\nb");
    assertThat(notice(ExampleReport.notification()).body())
        .isEqualTo("Done in 4 min 59 s, 1.1 TiB, on 1 drive.");
    assertThat(notice(ExampleEvents.unknown()).body()).isEmpty();
  }

  @Test
  void beginsWithWhatSomebodyShouldLookAt() {
    assertThat(notice(ExampleEvents.warned()).body())
        .startsWith("The dump is 73 % smaller than usual")
        .endsWith("4.2 TiB.\nDone in 4 min 59 s, 1.1 TiB, on 1 drive.");
    assertThat(notice(ExampleEvents.warned()).line())
        .startsWith("Mysql 1: backup finished – The dump is 73 % smaller");
  }

  @Test
  void hasALineEvenWithoutASentence() {
    assertThat(notice(ExampleEvents.unknown()).line()).isEqualTo("moon_phase");
    assertThat(notice(Reports.failed("a\nb")).line()).isEqualTo("Mysql 1: backup failed – a b");
  }

  private static Notice notice(Notification notification) {
    return Notice.of(notification, new FixedContext("chat"));
  }
}
