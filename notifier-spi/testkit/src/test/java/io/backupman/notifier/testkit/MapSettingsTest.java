package io.backupman.notifier.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.notifier.spi.BackupStatus;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

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
}
