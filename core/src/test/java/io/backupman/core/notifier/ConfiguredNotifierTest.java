package io.backupman.core.notifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.core.testing.RecordingNotifier;
import io.backupman.notifier.spi.Notification;
import org.junit.jupiter.api.Test;

class ConfiguredNotifierTest {

  @Test
  void oneThatFailsToSayWhatItWantsGetsWhatNotifiersGet() {
    var silly =
        new RecordingNotifier() {
          @Override
          public boolean wants(String event) {
            throw new NoClassDefFoundError("com/example/Event");
          }
        };
    assertThat(silly.named("silly").wants(Notification.BACKUP_REPORT)).isTrue();
    assertThat(silly.named("silly").wants(Notification.BACKUP_STARTED)).isFalse();
  }
}
