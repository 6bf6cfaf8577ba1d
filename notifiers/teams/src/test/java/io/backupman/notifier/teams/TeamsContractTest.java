package io.backupman.notifier.teams;

import io.backupman.notifier.spi.NotifierProvider;
import io.backupman.notifier.testkit.Answer;
import io.backupman.notifier.testkit.HttpNotifierContract;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** What the host relies on, of the Teams channel. */
class TeamsContractTest extends HttpNotifierContract {

  @Override
  protected NotifierProvider provider() {
    return new TeamsNotifierProvider();
  }

  @Override
  protected Map<String, ?> settings(URI address) {
    var url =
        secret(
            address
                + "/powerautomate/automations/direct/workflows/"
                + "9f0c2d41b7e84a6f"
                + "/triggers/manual/paths/invoke?api-version=1&sp=%2Ftriggers%2Fmanual%2Frun"
                + "&sv=1.0&sig="
                + "k9QvXw7LrTzPm2Ns4Jd8FhYb3Gc6Ve1U");
    return Map.of(
        "timeout",
        "5s",
        "destinations",
        List.of(
            Map.of("name", "Ops", "webhook_url", url), Map.of("name", "Devs", "webhook_url", url)));
  }

  @Override
  protected Answer taken() {
    return Answer.status(202);
  }
}
