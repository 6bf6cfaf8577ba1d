package io.backupman.api.problem;

import io.backupman.api.wire.Answer;
import io.backupman.core.request.RequestProblem;
import io.helidon.http.HttpException;
import io.helidon.http.Status;
import io.helidon.webserver.http.ErrorHandler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.function.Predicate;

/**
 * Answers a request whose handler threw. What clients may know comes from {@link HttpProblem} and
 * {@link RequestProblem}; of everything else they learn an identifier, and the log has the rest.
 */
public final class Problems implements ErrorHandler<Throwable> {
  private static final int RETRY_SECONDS = 10;

  private final Predicate<Throwable> databaseAway;

  /**
   * Answers failures, and tells outages of the own database apart.
   *
   * @param databaseAway tells whether a failure means that the own database cannot be reached
   */
  public Problems(Predicate<Throwable> databaseAway) {
    this.databaseAway = databaseAway;
  }

  @Override
  public void handle(ServerRequest request, ServerResponse response, Throwable thrown) {
    if (thrown instanceof HttpProblem problem) {
      answer(request, response, problem);
    } else if (thrown instanceof RequestProblem problem) {
      send(request, response, status(problem.kind()), String.valueOf(problem.getMessage()));
    } else if (thrown instanceof HttpException http) {
      send(request, response, http.status(), HttpErrors.of(http.status()));
    } else {
      unexpected(request, response, thrown);
    }
  }

  /** The status that a request is answered with whose handler threw. */
  public Status status(Throwable thrown) {
    return switch (thrown) {
      case HttpProblem problem -> problem.status();
      case RequestProblem problem -> status(problem.kind());
      case HttpException http -> http.status();
      default ->
          databaseAway.test(thrown)
              ? Status.SERVICE_UNAVAILABLE_503
              : Status.INTERNAL_SERVER_ERROR_500;
    };
  }

  /** Answers a request with this problem. */
  public static void answer(ServerRequest request, ServerResponse response, HttpProblem problem) {
    problem.headers().forEach(response::header);
    send(request, response, problem.status(), String.valueOf(problem.getMessage()));
  }

  private void unexpected(ServerRequest request, ServerResponse response, Throwable thrown) {
    var incident = Incident.logged(thrown);
    if (databaseAway.test(thrown)) {
      var away =
          HttpProblem.unavailable(
              "Backupman cannot reach its own database at the moment. Try again later; the log"
                  + " says more under %s.".formatted(incident.id()),
              RETRY_SECONDS);
      answer(request, response, away);
    } else {
      send(request, response, Status.INTERNAL_SERVER_ERROR_500, incident.sentence());
    }
  }

  private static Status status(RequestProblem.Kind kind) {
    return switch (kind) {
      case NOT_FOUND -> Status.NOT_FOUND_404;
      case INVALID -> Status.BAD_REQUEST_400;
      case CONFLICT -> Status.CONFLICT_409;
      case UNAVAILABLE -> Status.SERVICE_UNAVAILABLE_503;
    };
  }

  private static void send(
      ServerRequest request, ServerResponse response, Status status, String detail) {
    var body = Problem.of(status, detail).bytes();
    Answer.send(request, response, status, Problem.CONTENT_TYPE, body);
  }
}
