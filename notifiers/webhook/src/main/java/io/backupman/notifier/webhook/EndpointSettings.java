package io.backupman.notifier.webhook;

import io.backupman.notifier.http.HeaderRules;
import io.backupman.notifier.http.HttpSender;
import io.backupman.notifier.http.HttpSettings;
import io.backupman.notifier.http.UserUrl;
import io.backupman.notifier.spi.NotifierSettings;
import io.backupman.notifier.spi.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads one section of {@code endpoints}, noting every problem in it. */
final class EndpointSettings {
  private final NotifierSettings settings;
  private final HttpSender http;

  EndpointSettings(NotifierSettings settings, HttpSender http) {
    this.settings = settings;
    this.http = http;
  }

  /** The endpoint; empty if its URL is of no use, which is then noted. */
  Optional<Endpoint> read() {
    // Everything is read, whatever is wrong, so that every problem is noted at once.
    var destination = settings.destination();
    var address = HttpSettings.userUrl(settings, "url");
    var token = HttpSettings.token(settings, "token");
    var keys = keys();
    var headers = headers();
    address.flatMap(UserUrl::authorization).ifPresent(value -> signIn(headers, value));
    var timeout = HttpSettings.timeout(settings);
    var details = settings.flag("details", false);
    var own = http.with(settings);
    return address.map(
        to -> new Endpoint(destination, to.url(), token, keys, headers, timeout, details, own));
  }

  /** As the user and the password of the URL ask for. */
  private void signIn(Map<String, String> headers, Secret authorization) {
    if (headers.putIfAbsent("Authorization", authorization.value()) != null) {
      settings.reject("headers.Authorization", "is set by the user in url already; keep one.");
    }
  }

  private List<SigningKey> keys() {
    var keys = new ArrayList<SigningKey>();
    for (var secret : settings.secrets("secret")) {
      try {
        keys.add(SigningKey.of(secret));
      } catch (IllegalArgumentException wrong) {
        settings.reject("secret", String.valueOf(wrong.getMessage()));
      }
    }
    return keys;
  }

  private Map<String, String> headers() {
    var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    settings.map("headers").forEach((name, value) -> header(headers, name, value));
    return headers;
  }

  private void header(Map<String, String> headers, String name, String value) {
    var problem = HeaderRules.problem(name, value, EndpointSettings::isOurs);
    if (problem.isPresent()) {
      settings.reject("headers." + HeaderRules.printable(name), problem.get());
    } else if (headers.putIfAbsent(name, value) != null) {
      settings.reject("headers." + name, "is there twice; capitals make no difference.");
    }
  }

  private static boolean isOurs(String lowerCaseName) {
    return lowerCaseName.equals("x-webhook-token") || lowerCaseName.startsWith("webhook-");
  }
}
