package io.backupman.notifier.ntfy;

import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.notifier.http.testing.Channel;
import io.backupman.notifier.testkit.FixedContext;
import io.backupman.notifier.testkit.MapSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NtfySettingsTest {

  @Test
  void aTopicIsEnough() {
    assertThat(problems(Map.of(), Map.of())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"https://ntfy.sh/backups", "https://ntfy.sh/?x=1", "https://example.com/ntfy/"})
  void theUrlIsTheServersAlone(String url) {
    assertThat(problems(Map.of("url", url), Map.of()))
        .containsExactly(
            "notifiers.channel.url is more than the address of a server; give something like"
                + " https://ntfy.sh, and the topic under destinations.");
  }

  @Test
  void tokenAndPasswordExcludeEachOther() {
    assertThat(problems(Map.of("token", "tk_1", "user", "u", "password", "p"), Map.of()))
        .containsExactly(
            "notifiers.channel.token stands beside user and password; keep one of the two.");
  }

  @Test
  void userAndPasswordGoTogether() {
    assertThat(problems(Map.of("user", "u"), Map.of()))
        .containsExactly("notifiers.channel.password is missing: user and password go together.");
    assertThat(problems(Map.of("password", "p"), Map.of()))
        .containsExactly("notifiers.channel.user is missing: user and password go together.");
    assertThat(problems(Map.of("user", "u:v", "password", "p"), Map.of()))
        .containsExactly(
            "notifiers.channel.user holds a colon, which no user's name can (RFC 7617).");
  }

  @Test
  void aTokenFitsIntoAHeader() {
    assertThat(problems(Map.of("token", "tk\r\nX-Evil: 1"), Map.of()))
        .containsExactly(
            "notifiers.channel.token cannot be sent as a header: only printable ASCII characters"
                + " are allowed.");
  }

  @Test
  void aTopicMayStandInAFile(@TempDir Path folder) throws Exception {
    var file = Files.writeString(folder.resolve("topic"), "backups-7f3a9c\n");
    var topic = Map.of("name", "All", "topic_file", file.toString());
    var settings = MapSettings.of("channel", Map.of("destinations", List.of(topic)));

    try (var notifier = new NtfyNotifierProvider().create(settings, new FixedContext("channel"))) {
      assertThat(notifier.destinations()).hasSize(1);
    }
    assertThat(settings.problems()).isEmpty();
    assertThat(settings.unread()).isEmpty();
    assertThat(settings.secrets()).containsExactly("backups-7f3a9c");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "topic | '' | is missing",
        "topic | a/b | is no topic: it has 1 to 64 letters (a to z), digits, hyphens, underscores.",
        "topic | größe | is no topic: it has 1 to 64 letters (a to z), digits, hyphens, underscores.",
        "priority | 6 | must be 1 to 5, or one of min, low, default, high, max, urgent.",
        "priority | loud | must be 1 to 5, or one of min, low, default, high, max, urgent.",
        "prio | 5 | is unknown",
      })
  void saysWhatIsWrongWithADestination(String key, String value, String problem) {
    assertThat(problems(Map.of(), Map.of(key, value)))
        .containsExactly("notifiers.channel.destinations[0]." + key + " " + problem);
  }

  @Test
  void aTopicNeverShowsItsName() {
    var server = NtfyServer.read(MapSettings.of("channel", Map.of()));
    var section = MapSettings.of("channel", Map.of("topic", "backups-7f3a9c"));

    var topic =
        Topic.read(section, server, new NtfyMessage(new FixedContext("channel"))).orElseThrow();

    assertThat(topic.toString()).contains("name=***").doesNotContain("7f3a9c");
  }

  private static List<String> problems(Map<String, ?> more, Map<String, ?> moreOfTopic) {
    var topic = new HashMap<String, Object>(Map.of("name", "All", "topic", "backups"));
    topic.putAll(moreOfTopic);
    var settings = new HashMap<String, Object>(Map.of("destinations", List.of(topic)));
    settings.putAll(more);
    return Channel.problems(new NtfyNotifierProvider(), settings);
  }
}
