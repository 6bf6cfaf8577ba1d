package io.backupman.notifier.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.notifier.spi.BackupStatus;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The kit's settings judge as the host's do. */
class MapSettingsTest {

  @Test
  void knowsTheKeysOfTheHost() {
    var settings =
        MapSettings.of(
            "chat",
            Map.of(
                "enabled", true,
                "type", "chat",
                "statuses", "failed",
                "labels", "MySQL 1",
                "fallback", List.of("mail"),
                "colour", "red"));

    assertThat(settings.unread()).containsExactly("notifiers.chat.colour");
    assertThat(settings.hostKeysRead()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"30s, PT30S", "5m, PT5M", "2h, PT2H", "7d, P7D", "PT1H30M, PT1H30M", "' 1s ', PT1S"})
  void readsTimes(String text, Duration time) {
    var settings = MapSettings.of("chat", Map.of("timeout", text));

    assertThat(settings.duration("timeout", Duration.ZERO)).isEqualTo(time);
    assertThat(settings.problems()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1h30m", "30S", "30", "1.5s", "-5s", "PT-5S", "366d", "soon"})
  void refusesTimesThatTheHostRefuses(String text) {
    var settings = MapSettings.of("chat", Map.of("timeout", text));

    assertThat(settings.duration("timeout", Duration.ofSeconds(15))).hasSeconds(15);
    assertThat(settings.problems()).hasSize(1);
  }

  @Test
  void noticesAKeyOfTheHostThatAChannelReads() {
    var settings = MapSettings.of("chat", Map.of());
    settings.texts("labels");
    settings.secret("fallback");
    settings.find("report_colour");
    settings.find("colour");

    assertThat(settings.hostKeysRead())
        .containsExactlyInAnyOrder("labels", "fallback", "report_colour");
  }

  @Test
  void aDestinationHasTheseKeysOfItsOwn() {
    var room = Map.of("name", "Ops", "statuses", "failed", "fallback", "yes");
    var settings =
        MapSettings.of("chat", Map.of("name", "All", "labels", "x", "rooms", List.of(room)));
    var section = settings.list("rooms").getFirst();
    section.find("fallback");

    assertThat(section.destination().subscription().statuses())
        .containsExactly(BackupStatus.FAILED);
    assertThat(settings.destination().subscription().labels()).containsExactly("x");
    assertThat(settings.unread()).isEmpty();
    assertThat(settings.hostKeysRead()).isEmpty();
  }

  @Test
  void aSecretThatMustBeThereIsNotedWhereItIsNot() {
    var settings = MapSettings.of("chat", Map.of("blank", " ", "token", "s3same"));

    assertThat(settings.requireSecret("token").value()).isEqualTo("s3same");
    assertThat(settings.requireSecret("blank").value()).isEmpty();
    assertThat(settings.requireSecret("key").value()).isEmpty();
    assertThat(settings.secrets()).contains("s3same");
    assertThat(settings.problems())
        .containsExactly("notifiers.chat.blank is blank", "notifiers.chat.key is missing");
  }

  @Test
  void aUrlIsReadWhereItIsOneAndNotedWhereItIsNone() {
    var settings =
        MapSettings.of(
            "chat", Map.of("url", "HTTPS://a.example/x", "ftp", "ftp://a.example", "blank", " "));

    assertThat(settings.uri("url")).contains(URI.create("https://a.example/x"));
    assertThat(settings.uri("none")).isEmpty();
    assertThat(settings.uri("blank")).isEmpty();
    assertThat(settings.uri("ftp")).isEmpty();
    assertThat(settings.problems())
        .containsExactly(
            "notifiers.chat.ftp is not an http or https URL; expected something like"
                + " https://example.com/hook.");
  }

  @Test
  void aUrlThatIsASecretIsReadAsOne() {
    var settings = MapSettings.of("chat", Map.of("url", "https://a.example/s3same"));

    assertThat(settings.secretUri("url")).contains(URI.create("https://a.example/s3same"));
    assertThat(settings.secrets()).containsExactly("https://a.example/s3same");
  }
}
