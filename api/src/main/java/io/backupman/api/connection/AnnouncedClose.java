package io.backupman.api.connection;

import io.helidon.http.HeaderValues;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;

/**
 * Closes a connection after an answer that says {@code Connection: close} (RFC 9112, section 9.6).
 * Helidon 4.5.0 says so, but leaves the closing to the client.
 */
public final class AnnouncedClose implements Filter {

  @Override
  public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
    chain.proceed();
    if (response.headers().contains(HeaderValues.CONNECTION_CLOSE)) {
      throw new CloseConnectionException("The connection ends, as the answer has announced.");
    }
  }
}
