package io.backupman.api.connection;

import io.helidon.http.HttpPrologue;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http1.Http1ConnectionListener;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Ends a request that takes too long from its first line to the end of its answer, such as one
 * whose client sends, or reads, a byte now and then: a read time-out alone would never end those.
 *
 * <p>Each connection has a virtual thread of its own; interrupting it closes its socket.
 */
public final class RequestDeadline implements Http1ConnectionListener, Filter, AutoCloseable {
  private final Duration limit;
  private final Map<Thread, OpenRequest> open = new ConcurrentHashMap<>();
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().daemon().name("request-deadline").factory());

  /**
   * With a limit.
   *
   * @param limit how long a request may take
   */
  public RequestDeadline(Duration limit) {
    this.limit = limit;
    timer.setRemoveOnCancelPolicy(true);
  }

  /** Called on the connection's thread, once the first line of a request is read. */
  @Override
  public void prologue(ConnectionContext connection, HttpPrologue prologue) {
    if (timer.isShutdown()) {
      return;
    }
    var thread = Thread.currentThread();
    var request = new OpenRequest(thread);
    open.put(thread, request);
    expire(request, limit);
  }

  private void expire(OpenRequest request, Duration after) {
    request.endedBy(timer.schedule(() -> expire(request), after.toMillis(), TimeUnit.MILLISECONDS));
  }

  private void giveCurrent(Duration longest) {
    var request = open.get(Thread.currentThread());
    if (request != null && !timer.isShutdown()) {
      expire(request, longest);
    }
  }

  private void expire(OpenRequest request) {
    open.remove(request.thread(), request);
    request.expire();
  }

  @Override
  public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
    MoreTime more = this::giveCurrent;
    request.context().register(more);
    var body = new UnreadBody(request);
    try {
      chain.proceed();
      body.drain();
    } finally {
      var finished = open.remove(Thread.currentThread());
      if (finished != null) {
        finished.finish();
      }
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
