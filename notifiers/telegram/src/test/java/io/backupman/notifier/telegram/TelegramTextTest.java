package io.backupman.notifier.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.notifier.http.Notice;
import io.backupman.notifier.http.testing.Reports;
import io.backupman.notifier.spi.Notification;
import io.backupman.notifier.testkit.ExampleEvents;
import io.backupman.notifier.testkit.FixedContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How foreign texts and long ones are shown. */
class TelegramTextTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<b>x</b> | &lt;b&gt;x&lt;/b&gt;",
        "a & b &lt; | a &amp; b &amp;lt;",
        "</pre><a href=\"http://x\"> | &lt;/pre&gt;&lt;a href=\"http://x\"&gt;",
        "*x* _y_ | *x* _y_"
      })
  void showsMarkupInLabelsAndDoesNotObeyIt(String label, String escaped) {
    assertThat(text(Reports.labelled(label)))
        .isEqualTo(
            """
            🔴 <b>LABEL: backup failed</b>

            <pre>LABEL</pre>

            <b>Data source:</b> LABEL
            <b>Started:</b> Wed 2 Jul 2025, 10:00:00 UTC
            <b>Drive:</b> LABEL: finished

            <a href="http://localhost:8080">Open Backupman</a>"""
                .replace("LABEL", escaped));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "<", "&", "😀"})
  void keepsTheLimitOfWhatIsShown(String character) {
    var html = text(Reports.huge(character));

    assertThat(shown(html)).hasSizeBetween(3_700, 4_096).endsWith("Open Backupman");
    assertThat(html)
        .contains("…</b>\n\n<pre>", "…</pre>\n\n<b>Data source:</b>", "<b>Drives:</b> 26 more");
  }

  @Test
  void showsAnEventThatItDoesNotKnow() {
    assertThat(text(ExampleEvents.unknown()))
        .isEqualTo("🔵 <b>moon_phase</b>\n\n<a href=\"http://localhost:8080\">Open Backupman</a>");
  }

  @Test
  void saysASentenceOfABackupThatFinished() {
    assertThat(text(ExampleEvents.finished()))
        .startsWith(
            "🟢 <b>Mysql 1: backup finished</b>\n\nDone in 4 min 59 s, 1.1 TiB, on 1 drive.\n\n<b>");
  }

  /** What Telegram counts: the text after its entities and tags are parsed. */
  private static String shown(String html) {
    return html.replaceAll("<[^>]*>", "")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&");
  }

  private static String text(Notification notification) {
    return TelegramText.of(Notice.of(notification, new FixedContext("telegram")));
  }
}
