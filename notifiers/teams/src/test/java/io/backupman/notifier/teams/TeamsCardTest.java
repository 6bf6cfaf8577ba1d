package io.backupman.notifier.teams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.notifier.http.JsonObject;
import io.backupman.notifier.http.Notice;
import io.backupman.notifier.http.testing.Reports;
import io.backupman.notifier.spi.Notification;
import io.backupman.notifier.testkit.ExampleEvents;
import io.backupman.notifier.testkit.FixedContext;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How foreign texts and long ones are shown. */
class TeamsCardTest {
  private static final int LIMIT = 28 * 1024;

  @ParameterizedTest
  @ValueSource(strings = {"**x** _y_", "[a](http://b)", "<at>Ops</at>", "<b>a & b</b>", "- x"})
  void showsMarkupInLabelsAndDoesNotObeyIt(String label) {
    var message = message(Reports.labelled(label));

    assertThat(runs(message))
        .containsExactly(
            label + ": backup failed",
            label,
            "Data source",
            label,
            "Started",
            "Wed 2 Jul 2025, 10:00:00 UTC",
            "Backup",
            Reports.BACKUP.toString(),
            "Retry with",
            "backupman retry " + Reports.BACKUP,
            "Drive",
            label + ": finished",
            "Backupman 1.2.3 on db-host");
    assertThat(message.toString()).doesNotContain("TextBlock\",\"text", "FactSet", "\"entities\"");
  }

  @Test
  void doesNotReplaceATimeThatALabelSeemsToHold() {
    assertThat(message(Reports.labelled("{{DATE(2017-02-14T06:00:00Z)}}")).toString())
        .contains("{\u200b{DATE(")
        .doesNotContain("\"{{");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "\"", "\\", "数", "😀", "a\n"})
  void isNeverTooLong(String character) {
    var message = message(Reports.huge(character));
    var json = message.toString();

    assertThat(json.getBytes(UTF_8)).hasSizeBetween(7_000, LIMIT);
    assertThat(runs(message)).contains("33 more").allMatch(text -> !text.isBlank());
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "数", "😀"})
  void isNotTooLongInUtf16Either(String character) {
    assertThat(message(Reports.huge(character)).toString().length() * 2).isLessThan(LIMIT);
  }

  @Test
  void showsTheLinesOfAReasonAndTheRestOfALongOne() {
    var runs = runs(message(Reports.failed("first\n\n  second\n" + "more\n".repeat(50) + "last")));

    assertThat(runs).startsWith("Mysql 1: backup failed", "first", "second", "more");
    assertThat(runs).filteredOn(run -> run.endsWith("last")).hasSize(1);
  }

  @Test
  void showsAnEventThatItDoesNotKnow() {
    assertThat(runs(message(ExampleEvents.unknown())))
        .containsExactly("moon_phase", "Backupman 1.2.3 on db-host");
  }

  @Test
  void hasTheColourOfItsSeverity() {
    assertThat(List.of(ExampleEvents.failed(), ExampleEvents.finished(), ExampleEvents.test()))
        .extracting(event -> elements(message(event)).getFirst().text("style").orElse(""))
        .containsExactly("attention", "good", "accent");
  }

  private static JsonObject message(Notification notification) {
    return TeamsCard.of(Notice.of(notification, new FixedContext("teams")));
  }

  private static List<JsonObject> elements(JsonObject message) {
    var attachment = (JsonObject) message.list("attachments").getFirst();
    return attachment.object("content").orElseThrow().list("body").stream()
        .map(JsonObject.class::cast)
        .toList();
  }

  /** All texts in the order in which they are shown. */
  private static List<String> runs(JsonObject message) {
    var runs = new ArrayList<String>();
    elements(message).forEach(element -> collect(element, runs));
    return runs;
  }

  private static void collect(JsonObject element, List<String> runs) {
    element.text("text").ifPresent(runs::add);
    for (var key : List.of("items", "columns", "inlines")) {
      element.list(key).forEach(inner -> collect((JsonObject) inner, runs));
    }
  }
}
