package io.backupman.api.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.backupman.core.health.HealthCheck.Health;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The answer of {@code /health}: whether all that a backup needs could be used now. */
public record HealthJson(
    String version,
    @JsonProperty("CommitSHA") String commitSha,
    String buildDate,
    String status,
    Map<String, ComponentJson> details) {

  /**
   * Makes the answer of the program of this build.
   *
   * @param serverIsWell whether the HTTP server can take connections; told of where it cannot
   */
  public static HealthJson of(
      String version, String commitSha, String buildDate, Health health, boolean serverIsWell) {
    var details = new LinkedHashMap<String, ComponentJson>();
    details.put("Database", ComponentJson.of(health.database()));
    details.put("Drives", ComponentJson.of(health.drives(), UnaryOperator.identity()));
    details.put("DataSources", ComponentJson.of(health.dataSources(), UnaryOperator.identity()));
    if (!health.notifiers().isEmpty()) {
      details.put("Notifiers", ComponentJson.of(health.notifiers(), HealthJson::notifier));
    }
    if (!serverIsWell) {
      details.put("Server", new ComponentJson(ComponentJson.status(false), null));
    }
    var status = ComponentJson.status(health.up() && serverIsWell);
    return new HealthJson(version, commitSha, buildDate, status, details);
  }

  /** The two channels of the first version are called so by clients that exist. */
  private static String notifier(String name) {
    return switch (name) {
      case "mail" -> "Mail";
      case "webhook" -> "Webhook";
      default -> name;
    };
  }
}
