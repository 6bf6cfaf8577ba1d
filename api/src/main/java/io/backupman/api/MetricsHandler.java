package io.backupman.api;

import io.backupman.api.connection.Places;
import io.backupman.api.metrics.Metrics;
import io.backupman.api.wire.Answer;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** {@code /observe/metrics}: what is measured, for whoever has a key, or for all. */
final class MetricsHandler implements Handler {
  private final Metrics metrics;
  private final Guard guard;
  private final boolean needsNoKey;
  private final Places places;

  MetricsHandler(Metrics metrics, Guard guard, boolean needsNoKey, Places places) {
    this.metrics = metrics;
    this.guard = guard;
    this.needsNoKey = needsNoKey;
    this.places = places;
  }

  @Override
  public void handle(ServerRequest request, ServerResponse response) {
    if (!needsNoKey) {
      guard.requireKey(request);
    }
    var accept = accept(request);
    var told = places.looking(() -> metrics.exposition(accept));
    Answer.send(
        request,
        response,
        Status.OK_200,
        told.contentType(),
        told.body().getBytes(StandardCharsets.UTF_8));
  }

  private static @Nullable String accept(ServerRequest request) {
    var headers = request.headers();
    return headers.contains(HeaderNames.ACCEPT)
        ? String.join(",", headers.get(HeaderNames.ACCEPT).allValues())
        : null;
  }
}
