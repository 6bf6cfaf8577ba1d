package io.backupman.notifier.discord;

import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.notifier.http.JsonObject;
import io.backupman.notifier.http.Notice;
import io.backupman.notifier.http.testing.OtherContext;
import io.backupman.notifier.http.testing.Reports;
import io.backupman.notifier.spi.Notification;
import io.backupman.notifier.spi.NotifierContext;
import io.backupman.notifier.testkit.ExampleEvents;
import io.backupman.notifier.testkit.FixedContext;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How foreign texts and long ones are shown. */
class DiscordMessageTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "@everyone; \\@everyone",
        "<@&123>; \\<\\@&123\\>",
        "<t:1:R>; \\<t:1:R\\>",
        "*x* _y_ `z` ~~a~~ ||b||; \\*x\\* \\_y\\_ \\`z\\` \\~\\~a\\~\\~ \\|\\|b\\|\\|",
        "[a](http://b); \\[a\\](http://b)",
        "# x; \\# x",
        "\\*; \\\\\\*"
      })
  void showsMarkupInLabelsAndDoesNotObeyIt(String label, String escaped) {
    var message = message(Reports.labelled(label));
    var embed = embed(message);

    assertThat(embed.text("title")).contains(escaped + ": backup failed");
    assertThat(embed.text("description")).contains(escaped);
    assertThat(values(embed)).contains(escaped, escaped + ": finished");
    assertThat(message.object("allowed_mentions").map(JsonObject::toString))
        .contains("{\"parse\":[]}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "*", "😀"})
  void keepsTheLimitsOfEmbeds(String character) {
    var embed = embed(message(Reports.huge(character)));
    var title = embed.text("title").orElseThrow();
    var description = embed.text("description").orElseThrow();
    var footer = embed.object("footer").flatMap(f -> f.text("text")).orElseThrow();
    var names = embed.list("fields").stream().mapToInt(f -> text(f, "name").length()).sum();
    var values = values(embed).stream().mapToInt(String::length).sum();

    assertThat(title).hasSizeBetween(250, 256).endsWith("…");
    assertThat(description).hasSizeBetween(3_400, 4_096).endsWith("…");
    assertThat(embed.list("fields")).hasSize(25);
    assertThat(values(embed)).allMatch(value -> value.length() >= 5 && value.length() <= 1_024);
    assertThat(title.length() + description.length() + footer.length() + names + values)
        .isBetween(5_000, 6_000);
    assertThat(values(embed)).contains("24 more");
  }

  @Test
  void showsAnEventThatItDoesNotKnow() {
    var embed = embed(message(ExampleEvents.unknown()));

    assertThat(embed.text("title")).contains("moon\\_phase");
    assertThat(embed.text("description")).isEmpty();
    assertThat(values(embed)).containsExactly("http://localhost:8080");
  }

  @ParameterizedTest
  @CsvSource({
    "https://backupman.example.com/, true",
    "https://backupman.xn--p1ai:8443/a, true",
    "http://localhost:8080, false",
    "http://my-backup_man:8080/#a, false",
    "http://192.168.1.7:8080/, false"
  })
  void isNotRefusedForALinkThatDiscordDoesNotTake(URI link, boolean taken) {
    var embed = embed(message(ExampleEvents.failed(), OtherContext.at(link)));

    assertThat(embed.text("url"))
        .isEqualTo(taken ? Optional.of(link.toString()) : Optional.empty());
    assertThat(values(embed).contains(link.toString())).isNotEqualTo(taken);
  }

  @Test
  void hasTheColourOfItsSeverity() {
    assertThat(List.of(ExampleEvents.failed(), ExampleEvents.finished(), ExampleEvents.test()))
        .extracting(event -> embed(message(event)).number("color").orElseThrow().intValue())
        .containsExactly(0xD92D20, 0x12A150, 0x2E7DD1);
  }

  private static JsonObject message(Notification notification) {
    return message(notification, new FixedContext("discord"));
  }

  private static JsonObject message(Notification notification, NotifierContext context) {
    return DiscordMessage.of(Notice.of(notification, context));
  }

  private static JsonObject embed(JsonObject message) {
    return (JsonObject) message.list("embeds").getFirst();
  }

  private static List<String> values(JsonObject embed) {
    return embed.list("fields").stream().map(field -> text(field, "value")).toList();
  }

  private static String text(Object object, String name) {
    return ((JsonObject) object).text(name).orElseThrow();
  }
}
