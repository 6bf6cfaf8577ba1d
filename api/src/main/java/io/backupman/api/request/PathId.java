package io.backupman.api.request;

import io.backupman.api.problem.HttpProblem;
import io.helidon.webserver.http.ServerRequest;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** Reads identifiers in the paths of requests. */
public final class PathId {
  // UUID.fromString would take 1-1-1-1-1, too.
  private static final Pattern UUID_TEXT =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private PathId() {}

  /**
   * The identifier in the path.
   *
   * @param what what it stands for, such as {@code backup}
   * @throws HttpProblem not found, if it is none: then nothing has it
   */
  public static UUID of(ServerRequest request, String what) {
    return parse(request.path().pathParameters().get("id")).orElseThrow(() -> unknown(what));
  }

  /** Makes the problem that nothing has the identifier. */
  public static HttpProblem unknown(String what) {
    return HttpProblem.notFound("There is no " + what + " with this id.");
  }

  static Optional<UUID> parse(String text) {
    return UUID_TEXT.matcher(text).matches()
        ? Optional.of(UUID.fromString(text))
        : Optional.empty();
  }
}
