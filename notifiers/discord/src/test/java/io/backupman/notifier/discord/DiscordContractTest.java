package io.backupman.notifier.discord;

import io.backupman.notifier.spi.NotifierProvider;
import io.backupman.notifier.testkit.Answer;
import io.backupman.notifier.testkit.HttpNotifierContract;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What the host relies on, of the Discord channel. */
class DiscordContractTest extends HttpNotifierContract {

  @Override
  protected NotifierProvider provider() {
    return new DiscordNotifierProvider();
  }

  @Override
  protected Map<String, ?> settings(URI address) {
    var key = "k9QvXw7LrTzPm2Ns4Jd8FhYb3Gc6";
    var url = secret(address + "/api/webhooks/1234567890123456789/" + key);
    return Map.of(
        "timeout",
        "5s",
        "destinations",
        List.of(
            Map.of(
                "name",
                "Ops",
                "webhook_url",
                url,
                "username",
                "Backupman",
                "thread_id",
                "1029384756102938475"),
            Map.of("name", "Devs", "webhook_url", url)));
  }

  @Override
  protected Answer taken() {
    return Answer.status(200).json("{\"id\":\"1298765432109876543\",\"type\":0,\"content\":\"\"}");
  }

  @Override
  protected Answer tooMany(Duration wait) {
    return Answer.status(429)
        .json(
            "{\"message\":\"You are being rate limited.\",\"retry_after\":%d.25,\"global\":false}"
                .formatted(wait.toSeconds()));
  }
}
