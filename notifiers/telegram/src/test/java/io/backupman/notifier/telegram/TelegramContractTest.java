package io.backupman.notifier.telegram;

import io.backupman.notifier.spi.NotifierProvider;
import io.backupman.notifier.testkit.Answer;
import io.backupman.notifier.testkit.HttpNotifierContract;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What the host relies on, of the Telegram channel. */
class TelegramContractTest extends HttpNotifierContract {

  @Override
  protected NotifierProvider provider() {
    return new TelegramNotifierProvider();
  }

  @Override
  protected Map<String, ?> settings(URI address) {
    return Map.of(
        "api_url",
        address,
        "bot_token",
        secret("7301924856:AAHk9QvXw7LrTzPm2Ns4Jd8FhYb3Gc6Ve1U"),
        "timeout",
        "5s",
        "destinations",
        List.of(
            Map.of(
                "name", "Ops", "chat_id", -1001234567890L, "message_thread_id", 7, "silent", true),
            Map.of("name", "News", "chat_id", "@backups")));
  }

  @Override
  protected Answer taken() {
    return Answer.status(200).json("{\"ok\":true,\"result\":{\"message_id\":42}}");
  }

  @Override
  protected Answer tooMany(Duration wait) {
    return Answer.status(429)
        .json(
            ("{\"ok\":false,\"error_code\":429,\"description\":\"Too Many Requests: retry after"
                    + " %1$d\",\"parameters\":{\"retry_after\":%1$d}}")
                .formatted(wait.toSeconds()));
  }
}
