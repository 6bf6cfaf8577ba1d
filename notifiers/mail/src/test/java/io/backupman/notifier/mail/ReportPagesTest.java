package io.backupman.notifier.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.Destination;
import io.backupman.notifier.spi.DriveFile;
import io.backupman.notifier.spi.Notification;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The two forms of a report. */
class ReportPagesTest {

  private static ReportView view(Notification notification, @Nullable String appUrl) {
    return ReportView.of(
        notification,
        Destination.of("John"),
        new FakeContext("host", Optional.ofNullable(appUrl).map(URI::create)));
  }

  @Test
  void markupInAValueIsShownAndNotObeyed() {
    var evil = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'&";

    var html =
        ReportPages.html(view(Samples.notification(Samples.failed(evil, evil).build()), null));

    assertThat(html)
        .doesNotContain("<script", "<img")
        .contains("&lt;script&gt;alert(1)&lt;/script&gt;");
  }

  @Test
  void nothingIsFetchedFromElsewhere() {
    var html = ReportPages.html(view(Samples.finished(), "https://backupman.example.com"));

    assertThat(html).doesNotContain("<img", "<link", "@import", "url(", "src=");
  }

  @Test
  void theDarkIsProvidedFor() {
    var html = ReportPages.html(view(Samples.finished(), null));

    assertThat(html)
        .contains("<meta name=\"color-scheme\" content=\"light dark\">")
        .contains("@media (prefers-color-scheme: dark)");
  }

  @Test
  void aWebAddressIsALink() {
    assertThat(
            ReportPages.html(view(Samples.finished(), "https://backupman.example.com/a?b=1&c=2")))
        .contains("href=\"https://backupman.example.com/a?b=1&amp;c=2\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"javascript:alert(1)", "data:text/html,x", "relative/path"})
  void anythingElseIsNoLink(String address) {
    var view = view(Samples.finished(), address);

    assertThat(ReportPages.html(view)).doesNotContain("href", address);
    assertThat(ReportPages.text(view)).doesNotContain("Where to look", address);
  }

  @Test
  void aDriveThatHasOnlyAnEarlierCopyHasFailed() {
    var earlier =
        DriveFile.builder(UUID.randomUUID(), Samples.BACKUP, "local", "Disk", Instant.EPOCH)
            .status(BackupStatus.FINISHED)
            .path("earlier.gz")
            .error("The disk is full.")
            .build();
    var report = Samples.failed("MySQL 1", "No.").driveFiles(List.of(earlier)).build();

    assertThat(ReportPages.text(view(Samples.notification(report), null)))
        .contains(
            """
            - Disk (local): failed
              The disk is full.
              The earlier copy is still there: earlier.gz
            """);
  }

  @Test
  void aBackupThatReachedNoDriveSaysSo() {
    var view =
        view(
            Samples.notification(Samples.failed("MySQL 1", "No.").driveFiles(List.of()).build()),
            null);

    assertThat(ReportPages.html(view)).contains("No drive was reached.");
    assertThat(ReportPages.text(view)).contains("- none was reached");
  }

  @Test
  void aFailureWithoutReasonSaysThatThereIsNone() {
    var report = Samples.failed("MySQL 1", "x").error(null).build();

    assertThat(ReportPages.text(view(Samples.notification(report), null)))
        .contains("No reason was given.");
  }

  @Test
  void anErrorKeepsItsLinesButNotItsControlCharacters() {
    var view = view(Samples.failed("one\r\ntwo\rthree\u0007\u001b[31m"), null);

    assertThat(view.reason()).isEqualTo("one\ntwo\nthree  [31m");
  }

  @Test
  void anEndlessErrorIsCut() {
    var view = view(Samples.failed("x".repeat(1_000_000)), null);

    assertThat(view.reason()).hasSizeLessThan(4_100).endsWith("…");
  }
}
