package io.backupman.notifier.ntfy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.backupman.notifier.http.HttpCall;
import io.backupman.notifier.http.HttpSettings;
import io.backupman.notifier.http.JsonObject;
import io.backupman.notifier.spi.NotifierSettings;
import io.backupman.notifier.spi.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;

/** Where to publish, and as whom. Immutable. */
final class NtfyServer {
  private static final URI PUBLIC = URI.create("https://ntfy.sh/");

  /**
   * A shorter topic is a word that anybody could guess, and hiding it would garble the server's
   * address and what the server says.
   */
  private static final int SHORTEST_SECRET = 12;

  private final URI root;
  private final Optional<String> authorization;
  private final Optional<Secret> secret;
  private final Duration timeout;

  private NtfyServer(
      URI root, Optional<String> authorization, Optional<Secret> secret, Duration timeout) {
    this.root = root;
    this.authorization = authorization;
    this.secret = secret;
    this.timeout = timeout;
  }

  /** Reads {@code url}, {@code token} or {@code user} and {@code password}, {@code timeout}. */
  static NtfyServer read(NotifierSettings settings) {
    var token = HttpSettings.token(settings, "token");
    var user = settings.find("user");
    var password = settings.secret("password");
    var timeout = HttpSettings.timeout(settings);
    var url = root(settings);
    if (token.isPresent() && (user.isPresent() || password.isPresent())) {
      settings.reject("token", "stands beside user and password; keep one of the two.");
    }
    if (user.isPresent() != password.isPresent()) {
      settings.reject(
          user.isPresent() ? "password" : "user", "is missing: user and password go together.");
    }
    if (user.isPresent() && user.get().contains(":")) {
      settings.reject("user", "holds a colon, which no user's name can (RFC 7617).");
    }
    var basic = user.flatMap(name -> password.map(word -> basic(name, word)));
    return new NtfyServer(
        url,
        token.map(t -> "Bearer " + t.value()).or(() -> basic),
        token.or(() -> password),
        timeout);
  }

  private static URI root(NotifierSettings settings) {
    var url = HttpSettings.url(settings, "url", PUBLIC);
    var path = url.getRawPath();
    if (!path.matches("/?") || url.getRawQuery() != null) {
      // There, JSON would be taken for the text of a message.
      settings.reject(
          "url",
          "is more than the address of a server; give something like https://ntfy.sh, and the"
              + " topic under destinations.");
    }
    return url.resolve("/");
  }

  private static String basic(String user, Secret password) {
    var both = user + ":" + password.value();
    return "Basic " + Base64.getEncoder().encodeToString(both.getBytes(UTF_8));
  }

  HttpCall publish(JsonObject message, Secret topic) {
    var call = HttpCall.post(root).timeout(timeout).json(message);
    authorization.ifPresent(value -> call.header("Authorization", value));
    secret.ifPresent(call::secret);
    if (!isGuessable(topic.value())) {
      call.secret(topic);
    }
    return call.build();
  }

  /** Whether a topic is too short to be a secret. */
  static boolean isGuessable(String topic) {
    return topic.length() < SHORTEST_SECRET;
  }
}
