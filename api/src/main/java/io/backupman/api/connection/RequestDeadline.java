package io.backupman.api.connection;

import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http1.Http1ConnectionListener;
import java.time.Duration;

/**
 * Ends a request that takes too long from its first line to the end of its answer, such as one
 * whose client sends, or reads, a byte now and then: a read time-out alone would never end those.
 * With the answer the request gives its place back.
 */
public final class RequestDeadline implements Http1ConnectionListener, Filter {
  private final Connections connections;
  private final Duration limit;

  /**
   * Makes a deadline for every request.
   *
   * @param limit how long a request may take
   */
  public RequestDeadline(Connections connections, Duration limit) {
    this.connections = connections;
    this.limit = limit;
  }

  /** Called on the connection's thread, once the first line of a request is read. */
  @Override
  public void prologue(ConnectionContext connection, HttpPrologue prologue) {
    connections.begin(limit);
  }

  /** Called once the headers of a request are read. */
  @Override
  public void headers(ConnectionContext connection, Headers headers) {
    connections.answer();
  }

  @Override
  public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
    MoreTime more = connections::prolong;
    request.context().register(more);
    try {
      chain.proceed();
    } finally {
      connections.giveBackPlace();
    }
    connections.awaitRequest();
  }
}
