package io.backupman.notifier.slack;

import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.notifier.http.JsonObject;
import io.backupman.notifier.http.Notice;
import io.backupman.notifier.http.testing.Reports;
import io.backupman.notifier.spi.Notification;
import io.backupman.notifier.testkit.ExampleEvents;
import io.backupman.notifier.testkit.FixedContext;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How foreign texts and long ones are shown. */
class SlackMessageTest {

  @ParameterizedTest
  @ValueSource(strings = {"<!channel>", "<@U012AB3CD>", "*x* _y_ `z`", "<b>a & b</b>", ":tada:"})
  void showsMarkupInLabelsAndDoesNotObeyIt(String label) {
    var message = message(Reports.labelled(label));
    var escaped = label.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");

    assertThat(message.text("text").orElseThrow()).startsWith(escaped + ": backup failed");
    assertThat(message.flag("mrkdwn")).contains(false);
    assertThat(texts(message, "mrkdwn"))
        .containsOnly(
            "*Data source*",
            "*Started*",
            "*Backup*",
            "*Retry with*",
            "*Drive*",
            "<http://localhost:8080|Open Backupman>");
    assertThat(texts(message, "plain_text"))
        .contains(escaped + ": backup failed", escaped, escaped + ": finished");
    assertThat(objects(message, "plain_text")).allMatch(text -> !text.flag("emoji").orElse(true));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "&", "😀", "\""})
  void keepsTheLimitsOfBlocks(String character) {
    var message = message(Reports.huge(character));
    var blocks = blocks(message);

    assertThat(blocks).hasSizeBetween(4, 50);
    assertThat(blocks).allMatch(block -> block.list("fields").size() <= 10);
    assertThat(text(blocks.getFirst())).hasSizeBetween(100, 150).endsWith("…");
    assertThat(text(blocks.get(1))).hasSizeBetween(2_900, 3_000).endsWith("…");
    assertThat(texts(message, "plain_text")).allMatch(text -> text.length() <= 3_000);
    assertThat(texts(message, "mrkdwn")).allMatch(text -> text.length() <= 2_000);
    assertThat(texts(message, "plain_text")).contains("28 more");
  }

  @Test
  void showsAnEventThatItDoesNotKnow() {
    var message = message(ExampleEvents.unknown());

    assertThat(texts(message, "plain_text"))
        .containsExactly("moon_phase", "Backupman 1.2.3 on db-host");
  }

  @Test
  void hasTheColourOfItsSeverity() {
    assertThat(List.of(ExampleEvents.failed(), ExampleEvents.finished(), ExampleEvents.test()))
        .extracting(event -> colour(message(event)))
        .containsExactly("#d92d20", "#12a150", "#2e7dd1");
  }

  private static List<JsonObject> blocks(JsonObject message) {
    var details = (JsonObject) message.list("attachments").getFirst();
    return Stream.concat(message.list("blocks").stream(), details.list("blocks").stream())
        .map(JsonObject.class::cast)
        .toList();
  }

  private static String colour(JsonObject message) {
    return ((JsonObject) message.list("attachments").getFirst()).text("color").orElse("");
  }

  private static String text(JsonObject block) {
    return block.object("text").flatMap(text -> text.text("text")).orElse("");
  }

  private static JsonObject message(Notification notification) {
    return SlackMessage.of(Notice.of(notification, new FixedContext("slack")));
  }

  private static List<String> texts(JsonObject message, String type) {
    return objects(message, type).stream().map(o -> o.text("text").orElse("")).toList();
  }

  private static List<JsonObject> objects(JsonObject message, String type) {
    var all = new ArrayList<JsonObject>();
    for (var key : List.of("blocks", "attachments")) {
      collect(message.list(key), all);
    }
    return all.stream().filter(object -> object.text("type").orElse("").equals(type)).toList();
  }

  private static void collect(List<?> elements, List<JsonObject> into) {
    for (var element : elements) {
      var object = (JsonObject) element;
      into.add(object);
      object.object("text").ifPresent(into::add);
      for (var key : List.of("blocks", "fields", "elements")) {
        collect(object.list(key), into);
      }
    }
  }
}
