package io.backupman.notifier.slack;

import io.backupman.notifier.spi.NotifierProvider;
import io.backupman.notifier.testkit.Answer;
import io.backupman.notifier.testkit.HttpNotifierContract;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What the host relies on, of Slack's chat.postMessage. */
class SlackAppContractTest extends HttpNotifierContract {

  @Override
  protected NotifierProvider provider() {
    return new SlackNotifierProvider();
  }

  @Override
  protected Map<String, ?> settings(URI address) {
    var second = secret("xoxb-second-5d0c7a4b9e");
    return Map.of(
        "api_url",
        address + "/api/",
        "token",
        secret("xoxb-first-1f3b8c6e2d"),
        "timeout",
        "5s",
        "destinations",
        List.of(
            Map.of("name", "Ops", "channel", "C0123456789"),
            Map.of("name", "Devs", "channel", "#devs", "token", second)));
  }

  @Override
  protected Answer taken() {
    return Answer.status(200)
        .json("{\"ok\":true,\"channel\":\"C0123456789\",\"ts\":\"1503435956.000247\"}");
  }

  @Override
  protected Answer tooMany(Duration wait) {
    return Answer.status(429)
        .header("Retry-After", String.valueOf(wait.toSeconds()))
        .json("{\"ok\":false,\"error\":\"ratelimited\"}");
  }
}
