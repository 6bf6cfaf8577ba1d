package io.backupman.notifier.telegram;

import io.backupman.notifier.http.HttpCall;
import io.backupman.notifier.http.Urls;
import io.backupman.notifier.spi.Secret;
import java.net.URI;

/** Who sends. Immutable. */
final class Bot {
  private final URI server;
  private final Secret token;

  Bot(URI server, Secret token) {
    this.server = server;
    this.token = token;
  }

  /** A call of a method, whose address holds the token. */
  HttpCall.Builder call(String method) {
    return HttpCall.post(Urls.below(server, "bot" + token.value() + "/" + method)).secret(token);
  }
}
