package io.backupman.api;

import io.backupman.api.ApiKeys.Role;
import io.backupman.api.connection.Places;
import io.backupman.api.problem.HttpProblem;
import io.backupman.api.wire.Answer;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Lets through who has a key. It stands in the routing itself, before every route that it guards,
 * so that no spelling of a path goes around it.
 */
final class Guard {
  private static final HeaderName API_KEY = HeaderNames.create("X-Api-Key");
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final String BEARER = "Bearer ";
  private static final Set<Method> LOOKS = Set.of(Method.GET, Method.HEAD);

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

  /**
   * Makes a handler that refuses whoever has no valid key, and who may only look but does not, for
   * everything under {@code /api}.
   */
  Handler known() {
    return (request, response) -> {
      var caller = requireKey(request);
      if (!LOOKS.contains(request.prologue().method())) {
        requireUser(caller);
      }
      places.takeForWork();
      response.next();
    };
  }

  /**
   * Makes a handler that refuses who may only look, for what hands out more, after {@link
   * #known()}.
   */
  Handler user(Handler handler) {
    return (request, response) -> {
      requireUser(caller(request).orElse(Caller.UNKNOWN));
      handler.handle(request, response);
    };
  }

  /** Whether a request has a key of who may do more than look; takes notice of a wrong one. */
  boolean isUser(ServerRequest request) {
    var caller = keys.caller(key(request));
    if (caller.is(Role.USER)) {
      request.context().register(caller);
      return true;
    }
    if (!caller.is(Role.VIEW)) {
      slowDown(request);
    }
    return false;
  }

  /** Takes notice of a wrong key, and pauses if there were many; then the answer is the last. */
  private void slowDown(ServerRequest request) {
    if (key(request).isEmpty()) {
      return;
    }
    counted.run();
    if (wrongKeys.notice(ClientAddress.of(request))) {
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

  /** Refuses a request without a valid key; remembers whose it is for {@link #caller}. */
  Caller requireKey(ServerRequest request) {
    var caller = keys.caller(key(request));
    if (!caller.is(Role.VIEW)) {
      slowDown(request);
      throw HttpProblem.unauthorized("A valid API key is needed; send it in the header X-Api-Key.");
    }
    request.context().register(caller);
    return caller;
  }

  /** Refuses a request without a key of who may do more than look. */
  void requireUser(ServerRequest request) {
    requireUser(requireKey(request));
  }

  private static void requireUser(Caller caller) {
    if (!caller.is(Role.USER)) {
      throw HttpProblem.forbidden(
          "This needs a key of http.api_keys or http.admin_api_keys; the one that was sent"
              + " (http.view_api_keys) may only look.");
    }
  }

  /** Whose key a request came with; empty if it came in without one. */
  static Optional<Caller> caller(ServerRequest request) {
    return request.context().get(Caller.class);
  }

  /**
   * Makes one that refuses whoever has no admin key, for {@code /api/admin}, after {@link
   * #known()}.
   */
  Handler admin() {
    return (request, response) -> {
      if (!caller(request).orElse(Caller.UNKNOWN).is(Role.ADMIN)) {
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

  /** What stands for each key whose owner may get copies. */
  List<String> standIns() {
    return keys.standIns();
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
