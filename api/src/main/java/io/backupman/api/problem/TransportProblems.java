package io.backupman.api.problem;

import io.backupman.api.wire.Answer;
import io.helidon.http.DirectHandler;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.RequestException;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.DirectHandlers;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answers what fails before a handler is found: malformed HTTP, too large a body, too much load.
 */
public final class TransportProblems implements DirectHandler {

  /** Makes the handlers of all kinds of such failures. */
  public static DirectHandlers handlers() {
    var builder = DirectHandlers.builder();
    var handler = new TransportProblems();
    for (var event : EventType.values()) {
      builder.addHandler(event, handler);
    }
    return builder.build();
  }

  /**
   * Makes what to throw where a request must not be read any further: its answer ends the
   * connection.
   */
  public static RequestException refusal(HttpProblem problem) {
    return RequestException.builder()
        .type(EventType.BAD_REQUEST)
        .status(problem.status())
        .message(String.valueOf(problem.getMessage()))
        .setKeepAlive(false)
        .request(new RefusedRequest(problem))
        .build();
  }

  /** Called for what fails while a request is routed. */
  @Override
  public TransportResponse handle(
      TransportRequest request,
      EventType event,
      Status status,
      ServerResponseHeaders headers,
      Throwable thrown,
      System.@Nullable Logger logger) {
    return status.code() == Status.INTERNAL_SERVER_ERROR_500.code()
        ? answer(request, status, Incident.logged(thrown).sentence())
        : answer(request, status);
  }

  /** Called for what fails before: Helidon 4.5.0 keeps to itself what was thrown, and logs it. */
  @Override
  public TransportResponse handle(
      TransportRequest request,
      EventType event,
      Status status,
      ServerResponseHeaders headers,
      @Nullable String message) {
    return status.code() == Status.INTERNAL_SERVER_ERROR_500.code()
        ? answer(request, status, Incident.logged().sentence())
        : answer(request, status);
  }

  private static TransportResponse answer(TransportRequest request, Status status) {
    if (request instanceof RefusedRequest refused) {
      var problem = refused.problem();
      var sentence = String.valueOf(problem.getMessage());
      return answer(request, status, sentence, problem.headers());
    }
    return answer(request, status, HttpErrors.of(status));
  }

  private static TransportResponse answer(
      TransportRequest request, Status status, String sentence) {
    return answer(request, status, sentence, List.of());
  }

  private static TransportResponse answer(
      TransportRequest request, Status status, String sentence, List<Header> headers) {
    var response =
        TransportResponse.builder()
            .status(status)
            .keepAlive(false)
            .header(HeaderValues.CONNECTION_CLOSE)
            .header(HeaderValues.create(HeaderNames.CONTENT_TYPE, Problem.CONTENT_TYPE))
            .header(Answer.NO_STORE)
            .header(Answer.NO_SNIFF);
    headers.forEach(response::header);
    if (status.code() == Status.SERVICE_UNAVAILABLE_503.code()) {
      response.header(HeaderValues.create(HeaderNames.RETRY_AFTER, 1));
    }
    if (!request.method().equals(Method.HEAD.text())) {
      response.entity(Problem.of(status, sentence).bytes());
    }
    return response.build();
  }

  /**
   * Takes the reason of a refusal to its answer: of an exception, nothing but the request comes
   * there with Helidon 4.5.0.
   */
  private record RefusedRequest(HttpProblem problem) implements TransportRequest {

    @Override
    public String protocolVersion() {
      return "HTTP/1.1";
    }

    @Override
    public String method() {
      return "";
    }

    @Override
    public String path() {
      return "";
    }

    @Override
    public ServerRequestHeaders headers() {
      return ServerRequestHeaders.create();
    }
  }
}
