package io.backupman.api.wire;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

/** Sends answers. */
public final class Answer {
  /** Nobody on the way keeps an answer: it is about backups, and it is old a second later. */
  public static final Header NO_STORE = HeaderValues.create(HeaderNames.CACHE_CONTROL, "no-store");

  /** Keeps browsers from guessing another content type. */
  public static final Header NO_SNIFF = HeaderValues.create("X-Content-Type-Options", "nosniff");

  private static final Object LAST = new Object();

  private Answer() {}

  /** Sends a record as JSON with status 200. */
  public static void ok(ServerRequest request, ServerResponse response, Object record) {
    json(request, response, Status.OK_200, record);
  }

  /** Sends a record as JSON with status 202: the work goes on. */
  public static void accepted(ServerRequest request, ServerResponse response, Object record) {
    json(request, response, Status.ACCEPTED_202, record);
  }

  /** Says with status 204 that it is done. */
  public static void done(ServerRequest request, ServerResponse response) {
    response.status(Status.NO_CONTENT_204);
    response.header(NO_STORE);
    announceEnd(request, response);
    response.send();
  }

  /** Sends a record as JSON. */
  public static void json(
      ServerRequest request, ServerResponse response, Status status, Object record) {
    send(request, response, status, "application/json", Json.bytes(record));
  }

  /** Sends a body, or to a HEAD request only its length. */
  public static void send(
      ServerRequest request, ServerResponse response, Status status, String type, byte[] body) {
    response.status(status);
    response.header(HeaderValues.create(HeaderNames.CONTENT_TYPE, type));
    response.header(NO_STORE);
    response.header(NO_SNIFF);
    announceEnd(request, response);
    if (request.prologue().method().equals(Method.HEAD)) {
      response.header(HeaderValues.create(HeaderNames.CONTENT_LENGTH, body.length));
      response.send();
    } else {
      response.send(body);
    }
  }

  /** Makes the answer to a request the last of its connection. */
  public static void endWith(ServerRequest request) {
    request.context().register(LAST, Boolean.TRUE);
  }

  /** Announces the end of the connection, if the answer is the last, or nobody wanted the body. */
  public static void announceEnd(ServerRequest request, ServerResponse response) {
    boolean isLast = request.context().get(LAST, Boolean.class).isPresent();
    if (isLast || !request.content().consumed()) {
      response.header(HeaderValues.CONNECTION_CLOSE);
    }
  }
}
