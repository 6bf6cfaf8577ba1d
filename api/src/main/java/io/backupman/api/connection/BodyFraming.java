package io.backupman.api.connection;

import io.backupman.api.problem.HttpProblem;
import io.backupman.api.problem.TransportProblems;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1ConnectionListener;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Refuses a request of which it is not certain where it ends (RFC 9112, section 6.3). Helidon would
 * wait for a body that never comes, or take a body for the next request. Thread-safe.
 */
public final class BodyFraming implements Http1ConnectionListener {
  private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");
  private static final List<String> CHUNKED = List.of("chunked");

  /** Called once the headers of a request are read, and before it is routed. */
  @Override
  public void headers(ConnectionContext connection, Headers headers) {
    headers.forEach(
        header -> {
          if (header.name().isEmpty()) {
            throw refusal("A header has no name.");
          }
        });
    var codings = values(headers, HeaderNames.TRANSFER_ENCODING);
    var lengths = values(headers, HeaderNames.CONTENT_LENGTH);
    boolean certain =
        lengths.isEmpty()
            ? codings.isEmpty() || codings.equals(CHUNKED)
            : codings.isEmpty() && isLength(lengths);
    if (!certain) {
      throw refusal("Where the body of the request ends is not certain.");
    }
    if (connection instanceof HttpConversation conversation) {
      conversation.reader().headersAreRead(codings.equals(CHUNKED));
    }
  }

  private static RuntimeException refusal(String sentence) {
    return TransportProblems.refusal(HttpProblem.invalid(sentence));
  }

  private static List<String> values(Headers headers, HeaderName name) {
    return headers.all(name, List::of);
  }

  private static boolean isLength(List<String> lengths) {
    return lengths.size() == 1 && LENGTH.matcher(lengths.getFirst()).matches();
  }
}
