package io.backupman.notifier.gotify;

import io.backupman.notifier.spi.NotifierProvider;
import io.backupman.notifier.testkit.Answer;
import io.backupman.notifier.testkit.HttpNotifierContract;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** What the host relies on, of the channel {@code gotify}. */
class GotifyContractTest extends HttpNotifierContract {

  @Override
  protected NotifierProvider provider() {
    return new GotifyNotifierProvider();
  }

  @Override
  protected Map<String, ?> settings(URI address) {
    return Map.of(
        "url",
        address + "/gotify/",
        "timeout",
        "5s",
        "destinations",
        List.of(
            Map.of("name", "Admins", "token", secret("AWp3LrZ7TbXqYv1"), "priority", 10),
            Map.of("name", "Everybody", "token", secret("AKq9MnV2CdFgHj4"))));
  }

  @Override
  protected Answer taken() {
    return Answer.status(200)
        .json(
            "{\"id\":25,\"appid\":5,\"message\":\"…\",\"title\":\"…\",\"priority\":8,"
                + "\"date\":\"2025-07-02T12:00:00.123456789Z\"}");
  }
}
