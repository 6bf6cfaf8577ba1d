package io.backupman.api;

import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRoute;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import java.util.Set;
import java.util.TreeSet;

/** Takes down what is routed, as a method and a path each, with {@code {}} for its parameters. */
final class Routes implements HttpRules {
  private final String prefix;
  private final Set<String> found;

  Routes() {
    this("", new TreeSet<>());
  }

  private Routes(String prefix, Set<String> found) {
    this.prefix = prefix;
    this.found = found;
  }

  /** All that was routed so far. */
  Set<String> found() {
    return found;
  }

  @Override
  public HttpRules register(HttpService... services) {
    return register("", services);
  }

  @Override
  public HttpRules register(String path, HttpService... services) {
    for (var service : services) {
      service.routing(new Routes(prefix + path, found));
    }
    return this;
  }

  /** What stands at no path of its own only lets pass or refuses. */
  @Override
  public HttpRules any(Handler... handlers) {
    return this;
  }

  @Override
  public HttpRules any(String path, Handler... handlers) {
    for (var handler : handlers) {
      for (var method : ((Methods) handler).names()) {
        found.add(method + " " + generic(prefix + (path.equals("/") ? "" : path)));
      }
    }
    return this;
  }

  @Override
  public HttpRules route(HttpRoute route) {
    throw new AssertionError(
        "Paths are routed with Methods, so that a wrong one is told: " + route);
  }

  /** A path without the names of its parameters. */
  static String generic(String path) {
    return path.replaceAll("\\{[^}]+}", "{}");
  }
}
