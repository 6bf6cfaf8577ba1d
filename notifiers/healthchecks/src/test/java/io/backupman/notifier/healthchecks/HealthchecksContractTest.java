package io.backupman.notifier.healthchecks;

import io.backupman.notifier.spi.Notification;
import io.backupman.notifier.spi.NotifierProvider;
import io.backupman.notifier.testkit.Answer;
import io.backupman.notifier.testkit.HttpNotifierContract;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** What the host relies on, of the channel {@code healthchecks}. */
class HealthchecksContractTest extends HttpNotifierContract {

  @Override
  protected NotifierProvider provider() {
    return new HealthchecksNotifierProvider();
  }

  @Override
  protected Map<String, ?> settings(URI address) {
    return Map.of(
        "timeout",
        "5s",
        "destinations",
        List.of(
            Map.of(
                "name",
                "Shop",
                "ping_url",
                secret(address + "/5bf66975-d4c7-4bf5-bcc8-b8d8a82ea278")),
            Map.of(
                "name",
                "Blog",
                "ping_url",
                secret(address + "/ping/fqOOd6-F4MMNuCEnzTU01w/blog"))));
  }

  @Override
  protected Answer taken() {
    return Answer.status(200).header("Ping-Body-Limit", "100000").body("OK");
  }

  @Override
  protected boolean isHeard(Notification notification) {
    return !notification.event().equals(Notification.BACKUP_STARTED);
  }
}
