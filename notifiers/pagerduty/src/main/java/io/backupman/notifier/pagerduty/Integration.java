package io.backupman.notifier.pagerduty;

import io.backupman.notifier.http.HttpCall;
import io.backupman.notifier.http.HttpSettings;
import io.backupman.notifier.http.JsonObject;
import io.backupman.notifier.spi.NotifierSettings;
import io.backupman.notifier.spi.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * An integration of a PagerDuty service, and how to reach it.
 *
 * @param key its integration key
 * @param severity that of an alert about something that failed
 * @param enqueue where events go
 * @param timeout the deadline of one event
 */
record Integration(Secret key, String severity, URI enqueue, Duration timeout) {
  static final String API_URL = "api_url";
  private static final String PATH = "/v2/enqueue";
  private static final Set<String> SEVERITIES = Set.of("critical", "error", "warning", "info");

  /** Reads {@code routing_key}, {@code severity} and {@code api_url}. */
  static Optional<Integration> read(NotifierSettings settings, URI api, Duration timeout) {
    var severity = settings.find("severity").orElse("error");
    if (!SEVERITIES.contains(severity)) {
      settings.reject("severity", "must be one of critical, error, warning, info.");
    }
    var enqueue = enqueue(HttpSettings.url(settings, API_URL, api));
    return key(settings).map(key -> new Integration(key, severity, enqueue, timeout));
  }

  private static Optional<Secret> key(NotifierSettings settings) {
    var key = settings.requireSecret("routing_key");
    if (!key.value().matches("[A-Za-z0-9]{32}")) {
      settings.reject(
          "routing_key",
          "is no integration key: that has 32 letters and digits; copy it from the integration"
              + " \"Events API v2\" of the service.");
      return Optional.empty();
    }
    return Optional.of(key);
  }

  private static URI enqueue(URI api) {
    var path = api.getRawPath().replaceAll("/+$", "");
    return api.resolve(path.endsWith(PATH) ? path : path + PATH);
  }

  /** The call that hands over an event. */
  HttpCall call(JsonObject event) {
    return HttpCall.post(enqueue)
        .timeout(timeout)
        .secret(key)
        .json(event.with("routing_key", key.value()))
        .build();
  }
}
