package io.backupman.notifier.webhook;

import io.backupman.notifier.spi.NotificationException;
import io.backupman.notifier.spi.Receipt;
import java.net.http.HttpClient;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One request and its answer, under one deadline over connecting, sending and reading.
 *
 * <p>{@code HttpRequest.timeout} would not cover the body, so the whole is waited for and
 * cancelled, which closes the connection.
 */
final class Exchange {
  private final Endpoint endpoint;
  private final Verdict verdict;
  private final Failures failures;

  Exchange(Endpoint endpoint, Clock clock) {
    this.endpoint = endpoint;
    this.verdict = new Verdict(endpoint, clock);
    this.failures = new Failures(endpoint);
  }

  Receipt run(HttpClient client, WebhookRequest.OnceRequest once)
      throws NotificationException, InterruptedException {
    var answer = new CappedAnswer();
    var running = client.sendAsync(once.request(), answer);
    try {
      running.get(endpoint.timeout().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException late) {
      if (answer.head().isEmpty()) {
        throw failures.late(once.body().handedOver());
      }
    } catch (ExecutionException failed) {
      if (answer.head().isEmpty()) {
        var cause = failed.getCause() == null ? failed : failed.getCause();
        throw failures.failed(cause, once.body().handedOver());
      }
    } finally {
      end(running);
    }
    // Whatever became of the body: the status has come, and it is the receiver's answer.
    return verdict.on(answer);
  }

  private static void end(CompletableFuture<?> running) {
    running.cancel(true);
  }
}
