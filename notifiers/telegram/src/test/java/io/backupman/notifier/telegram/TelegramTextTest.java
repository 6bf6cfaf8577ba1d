package io.backupman.notifier.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.notifier.http.Notice;
import io.backupman.notifier.http.testing.OtherContext;
import io.backupman.notifier.http.testing.Reports;
import io.backupman.notifier.spi.Notification;
import io.backupman.notifier.spi.NotifierContext;
import io.backupman.notifier.testkit.ExampleEvents;
import io.backupman.notifier.testkit.FixedContext;
import java.net.URI;
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
            <b>Backup:</b> b4c3f1a0-1b1e-4b0e-8b4a-0e1b0e1b0e1b
            <b>Retry with:</b> backupman retry b4c3f1a0-1b1e-4b0e-8b4a-0e1b0e1b0e1b
            <b>Drive:</b> LABEL: finished

            http://localhost:8080"""
                .replace("LABEL", escaped));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "<", "&", "😀"})
  void keepsTheLimitOfWhatIsShown(String character) {
    var html = text(Reports.huge(character));

    assertThat(shown(html)).hasSizeBetween(3_700, 4_096).endsWith("http://localhost:8080");
    assertThat(html)
        .contains("…</b>\n\n<pre>", "…</pre>\n\n<b>Data source:</b>", "<b>Drives:</b> 28 more");
  }

  @Test
  void showsAnEventThatItDoesNotKnow() {
    assertThat(text(ExampleEvents.unknown()))
        .isEqualTo("🔵 <b>moon_phase</b>\n\nhttp://localhost:8080");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://backupman.example.com/?a=1&b=2",
        "http://192.168.1.7:8080/",
        "http://[fd00::7]:8080/"
      })
  void leadsToBackupman(URI address) {
    assertThat(text(ExampleEvents.failed(), OtherContext.at(address)))
        .endsWith(
            "\n\n<a href=\"" + address.toString().replace("&", "&amp;") + "\">Open Backupman</a>");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://localhost:8080/?a=1&b=2", "http://my-pc/", "http://my_pc/"})
  void writesAnAddressThatTelegramTakesForNoLink(URI address) {
    assertThat(text(ExampleEvents.failed(), OtherContext.at(address)))
        .endsWith("\n\n" + address.toString().replace("&", "&amp;"))
        .doesNotContain("<a ");
  }

  @ParameterizedTest
  @CsvSource({"400, true", "5000, false"})
  void keepsTheLimitWithALongAddressToo(int length, boolean written) {
    var address = URI.create("http://localhost/" + "x".repeat(length));
    var html = text(Reports.huge("x"), OtherContext.at(address));

    assertThat(shown(html)).hasSizeBetween(3_700, 4_096);
    assertThat(html.endsWith("\n\n" + address)).isEqualTo(written);
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
    return text(notification, new FixedContext("telegram"));
  }

  private static String text(Notification notification, NotifierContext context) {
    return TelegramText.of(Notice.of(notification, context));
  }
}
