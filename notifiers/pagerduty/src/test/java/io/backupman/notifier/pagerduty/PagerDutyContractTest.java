package io.backupman.notifier.pagerduty;

import io.backupman.notifier.spi.NotifierProvider;
import io.backupman.notifier.testkit.Answer;
import io.backupman.notifier.testkit.HttpNotifierContract;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** What the host relies on, of the channel {@code pagerduty}. */
class PagerDutyContractTest extends HttpNotifierContract {

  @Override
  protected NotifierProvider provider() {
    return new PagerDutyNotifierProvider();
  }

  @Override
  protected Map<String, ?> settings(URI address) {
    return Map.of(
        "api_url",
        address.toString(),
        "timeout",
        "5s",
        "destinations",
        List.of(
            Map.of(
                "name",
                "Databases",
                "routing_key",
                secret("e93facc04764012d7bfb002500d5d1a6"),
                "severity",
                "critical"),
            Map.of(
                "name",
                "Storage",
                "routing_key",
                secret("3fcc9112463424b599f996f9e780dfc6"),
                "api_url",
                address + "/eu")));
  }

  @Override
  protected Answer taken() {
    return Answer.status(202)
        .json(
            "{\"status\":\"success\",\"message\":\"Event processed\","
                + "\"dedup_key\":\"backupman/db-host/source/Mysql 1\"}");
  }
}
