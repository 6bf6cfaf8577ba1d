package io.backupman.api;

import io.backupman.api.ApiKeys.Role;
import io.backupman.api.connection.Places;
import io.backupman.api.problem.HttpProblem;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;

/**
 * Lets through who has a key. It stands in the routing itself, before every route that it guards,
 * so that no spelling of a path goes around it.
 */
final class Guard {
  private static final HeaderName API_KEY = HeaderNames.create("X-Api-Key");
  private static final String BEARER = "Bearer ";

  private final ApiKeys keys;
  private final Places places;

  Guard(ApiKeys keys, Places places) {
    this.keys = keys;
    this.places = places;
  }

  /** For everything under {@code /api}. */
  Handler user() {
    return (request, response) -> {
      requireUser(request);
      places.takeForWork();
      response.next();
    };
  }

  /** Whether a request has a valid key. */
  boolean isUser(ServerRequest request) {
    return role(request) != Role.NONE;
  }

  /** Refuses a request without a valid key. */
  void requireUser(ServerRequest request) {
    if (!isUser(request)) {
      throw HttpProblem.unauthorized("A valid API key is needed; send it in the header X-Api-Key.");
    }
  }

  /** For everything under {@code /api/admin}, after {@link #user()}. */
  Handler admin() {
    return (request, response) -> {
      if (role(request) != Role.ADMIN) {
        throw HttpProblem.forbidden(
            "This needs an admin key (http.admin_api_keys); the key that was sent is none.");
      }
      response.next();
    };
  }

  private Role role(ServerRequest request) {
    return keys.role(key(request));
  }

  /** The key that was sent; empty if none was, which is never a valid one. */
  private static String key(ServerRequest request) {
    var headers = request.headers();
    if (headers.contains(API_KEY)) {
      return headers.get(API_KEY).get();
    }
    if (headers.contains(HeaderNames.AUTHORIZATION)) {
      var value = headers.get(HeaderNames.AUTHORIZATION).get();
      if (value.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
        return value.substring(BEARER.length()).strip();
      }
    }
    return "";
  }
}
