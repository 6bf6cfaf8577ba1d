package io.backupman.notifier.slack;

import io.backupman.notifier.spi.NotifierProvider;
import io.backupman.notifier.testkit.Answer;
import io.backupman.notifier.testkit.HttpNotifierContract;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** What the host relies on, of Slack's webhooks. */
class SlackContractTest extends HttpNotifierContract {

  @Override
  protected NotifierProvider provider() {
    return new SlackNotifierProvider();
  }

  @Override
  protected Map<String, ?> settings(URI address) {
    var url = secret(address + "/services/T00000000/B00000000/" + "k9QvXw7LrTzPm2Ns4Jd8Fh");
    return Map.of(
        "api_url",
        address + "/api",
        "timeout",
        "5s",
        "destinations",
        List.of(
            Map.of("name", "Ops", "webhook_url", url), Map.of("name", "Devs", "webhook_url", url)));
  }

  @Override
  protected Answer taken() {
    return Answer.status(200).body("ok");
  }
}
