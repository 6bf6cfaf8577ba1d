package io.backupman.notifier.ntfy;

import io.backupman.notifier.spi.NotifierProvider;
import io.backupman.notifier.testkit.Answer;
import io.backupman.notifier.testkit.HttpNotifierContract;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** What the host relies on, of the channel {@code ntfy}. */
class NtfyContractTest extends HttpNotifierContract {

  @Override
  protected NotifierProvider provider() {
    return new NtfyNotifierProvider();
  }

  @Override
  protected Map<String, ?> settings(URI address) {
    return Map.of(
        "url",
        address.toString(),
        "token",
        secret("tk_AgQdq7mVBoFD37zQVN29RhuMzNIz2"),
        "timeout",
        "5s",
        "destinations",
        List.of(
            Map.of("name", "On call", "topic", secret("backups-7f3a9c"), "priority", "urgent"),
            Map.of("name", "Everybody", "topic", secret("everybody-51d0e8"))));
  }

  @Override
  protected Answer taken() {
    return Answer.status(200)
        .json(
            "{\"id\":\"sPs71M8A2T\",\"time\":1643935928,\"event\":\"message\","
                + "\"topic\":\"backups-7f3a9c\",\"message\":\"…\"}");
  }
}
