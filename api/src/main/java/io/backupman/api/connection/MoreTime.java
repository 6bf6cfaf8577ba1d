package io.backupman.api.connection;

import io.helidon.webserver.http.ServerRequest;
import java.time.Duration;

/** Gives a request more time than others have. Called by its own thread. */
@FunctionalInterface
public interface MoreTime {

  /** Ends the request this long from now, and no earlier. */
  void give(Duration longest);

  /** Gives the request that is being answered this long from now. */
  static void give(ServerRequest request, Duration longest) {
    request.context().get(MoreTime.class).ifPresent(time -> time.give(longest));
  }
}
