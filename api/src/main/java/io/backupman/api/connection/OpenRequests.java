package io.backupman.api.connection;

import io.backupman.api.problem.HttpProblem;
import io.backupman.api.problem.Problems;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** The requests that are being answered, so that a stop can wait for them. */
public final class OpenRequests implements Filter {
  private final Semaphore permits = new Semaphore(Integer.MAX_VALUE);
  private volatile boolean refusing;

  @Override
  public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
    if (!permits.tryAcquire()) {
      refuse(request, response);
      return;
    }
    try {
      if (refusing) {
        refuse(request, response);
      } else {
        chain.proceed();
      }
    } finally {
      permits.release();
    }
  }

  /**
   * Answers with 503 itself: what a filter throws would pass by the filters that close connections.
   */
  private static void refuse(RoutingRequest request, RoutingResponse response) {
    var stopping =
        HttpProblem.unavailable("Backupman is stopping; try again in a moment.", 5)
            .with(HeaderValues.CONNECTION_CLOSE);
    Problems.answer(request, response, stopping);
  }

  /** Answers every further request with 503. */
  public void refuse() {
    refusing = true;
  }

  /**
   * Waits until no request is being answered.
   *
   * @param grace how long to wait
   * @return whether all have ended
   */
  public boolean awaitEnd(Duration grace) {
    try {
      boolean ended =
          permits.tryAcquire(Integer.MAX_VALUE, grace.toMillis(), TimeUnit.MILLISECONDS);
      if (ended) {
        permits.release(Integer.MAX_VALUE);
      }
      return ended;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
