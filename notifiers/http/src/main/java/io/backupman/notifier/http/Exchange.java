package io.backupman.notifier.http;

import io.backupman.notifier.spi.NotificationException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Clock;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One request and its answer, under one deadline over looking up, connecting, sending and reading.
 *
 * <p>{@code HttpRequest.timeout} would not cover the body, so the whole is waited for and
 * cancelled, which closes the connection.
 */
final class Exchange {
  private final HttpCall call;
  private final Clock clock;
  private final Failures failures;
  private final WatchedBody body;

  Exchange(HttpCall call, Clock clock) {
    this.call = call;
    this.clock = clock;
    this.failures = new Failures(call);
    this.body = new WatchedBody(call.body());
  }

  HttpAnswer run(HttpClient client, String userAgent)
      throws NotificationException, InterruptedException {
    var answer = new CappedAnswer();
    var running = client.sendAsync(request(userAgent), answer);
    try {
      running.get(call.timeout().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException late) {
      if (answer.head().isEmpty()) {
        throw failures.late(body.handedOver());
      }
    } catch (ExecutionException failed) {
      if (answer.head().isEmpty()) {
        var cause = failed.getCause() == null ? failed : failed.getCause();
        throw failures.failed(cause, body.handedOver());
      }
    } finally {
      running.cancel(true);
    }
    // Whatever became of the body: the status has come, and it is the receiver's answer.
    var head = answer.head().orElseThrow();
    // In this order: what comes in between makes a whole body of one that looks cut, and not the
    // other way round.
    var cut = !answer.isWhole();
    return new HttpAnswer(call, head.statusCode(), head.headers(), answer.text(), cut, clock);
  }

  private HttpRequest request(String userAgent) {
    var request = HttpRequest.newBuilder(call.url()).POST(body).setHeader("User-Agent", userAgent);
    call.headers().forEach(request::setHeader);
    return request.build();
  }
}
