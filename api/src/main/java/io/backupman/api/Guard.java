package io.backupman.api;

import io.backupman.api.ApiKeys.Role;
import io.backupman.api.connection.Places;
import io.backupman.api.problem.HttpProblem;
import io.backupman.api.wire.Answer;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * Lets through who has a key. It stands in the routing itself, before every route that it guards,
 * so that no spelling of a path goes around it.
 */
final class Guard {
  private static final HeaderName API_KEY = HeaderNames.create("X-Api-Key");
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final String BEARER = "Bearer ";

  private final ApiKeys keys;
  private final WrongKeys wrongKeys;
  private final Places places;
  private final Runnable counted;

  /**
   * Guards.
   *
   * @param counted is called for each wrong key
   */
  Guard(ApiKeys keys, WrongKeys wrongKeys, Places places, Runnable counted) {
    this.keys = keys;
    this.wrongKeys = wrongKeys;
    this.places = places;
    this.counted = counted;
  }

  /** Makes a handler that refuses whoever has no valid key, for everything under {@code /api}. */
  Handler user() {
    return (request, response) -> {
      requireUser(request);
      places.takeForWork();
      response.next();
    };
  }

  /** Whether a request has a valid key; takes notice of a wrong one. */
  boolean isUser(ServerRequest request) {
    if (role(request) != Role.NONE) {
      return true;
    }
    slowDown(request);
    return false;
  }

  /** Takes notice of a wrong key, and pauses if there were many; then the answer is the last. */
  private void slowDown(ServerRequest request) {
    if (key(request).isEmpty()) {
      return;
    }
    counted.run();
    var address = ((InetSocketAddress) request.remotePeer().address()).getAddress();
    if (wrongKeys.notice(address)) {
      Answer.endWith(request);
      pause();
    }
  }

  /** Lets the connection wait, without a place, and give way to other connections meanwhile. */
  private void pause() {
    places.waitWithout();
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      throw new CloseConnectionException("The server ends, or the client waits no longer.", e);
    }
  }

  /** Refuses a request without a valid key. */
  void requireUser(ServerRequest request) {
    if (role(request) == Role.NONE) {
      slowDown(request);
      throw HttpProblem.unauthorized("A valid API key is needed; send it in the header X-Api-Key.");
    }
  }

  /**
   * Makes one that refuses whoever has no admin key, for {@code /api/admin}, after {@link #user()}.
   */
  Handler admin() {
    return (request, response) -> {
      if (role(request) != Role.ADMIN) {
        throw HttpProblem.forbidden(
            "This needs an admin key (http.admin_api_keys); the key that was sent is none.");
      }
      response.next();
    };
  }

  /** What stands for the key of a request. */
  static String standIn(ServerRequest request) {
    return ApiKeys.standIn(key(request));
  }

  /** What stands for each key that there is. */
  List<String> standIns() {
    return keys.standIns();
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
