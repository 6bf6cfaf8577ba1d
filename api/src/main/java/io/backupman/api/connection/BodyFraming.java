package io.backupman.api.connection;

import io.backupman.api.problem.HttpProblem;
import io.backupman.api.problem.TransportProblems;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1ConnectionListener;

/**
 * Prepares a connection's reader for the body that follows the headers of a request. What may be
 * taken for two different bodies, Helidon refuses itself (RFC 9112, section 6.3); a header without
 * a name it does not, as of 4.5.0. Thread-safe.
 */
public final class BodyFraming implements Http1ConnectionListener {

  /** Called once the headers of a request are read, and before it is routed. */
  @Override
  public void headers(ConnectionContext connection, Headers headers) {
    headers.forEach(
        header -> {
          if (header.name().isEmpty()) {
            throw TransportProblems.refusal(HttpProblem.invalid("A header has no name."));
          }
        });
    if (connection instanceof HttpConversation conversation) {
      conversation.reader().headersAreRead(headers.contains(HeaderNames.TRANSFER_ENCODING));
    }
  }
}
