package io.backupman.notifier.teams;

import io.backupman.notifier.http.HttpAnswer;
import io.backupman.notifier.http.JsonObject;
import io.backupman.notifier.spi.NotificationException;
import java.util.Map;
import java.util.regex.Pattern;

/** What a workflow, or an old connector, answers where something is wrong. */
final class TeamsErrors {

  /** A connector answers 200 although Teams behind it refused. */
  private static final Pattern REFUSED_BEHIND =
      Pattern.compile("Microsoft Teams endpoint returned HTTP error (\\d{3})");

  private static final String NEW_ADDRESS =
      "; copy the address from the workflow once more, with all of its query, into webhook_url.";
  private static final String OTHERS =
      "; let anyone trigger the workflow: it is set to take requests from signed-in people only.";
  private static final String SWITCHED_OFF = "; turn the workflow on in Power Automate.";
  private static final String GONE =
      "; the workflow is gone: make a new one and put its address into webhook_url.";

  /** By the code of the error. */
  private static final Map<String, String> ADVICE =
      Map.of(
          "WorkflowTriggerIsNotEnabled", SWITCHED_OFF,
          "WorkflowNotFound", GONE,
          "InvalidWorkflowTriggerName", NEW_ADDRESS,
          "DirectApiAuthorizationRequired", NEW_ADDRESS,
          "DirectApiInvalidAuthorizationScheme", NEW_ADDRESS,
          "AuthorizationFailed", NEW_ADDRESS,
          "OAuthAuthorizationRequired", OTHERS,
          "TriggerInputSchemaMismatch",
              "; let the workflow begin with \"When a Teams webhook request is received\".");

  private TeamsErrors() {}

  /**
   * Lets pass what is no error of Teams.
   *
   * @throws NotificationException with what to do
   */
  static void check(HttpAnswer answer) throws NotificationException {
    var behind = REFUSED_BEHIND.matcher(answer.body());
    if (behind.find()) {
      throw answer.retryable(refused(behind.group(1)));
    }
    if (answer.status() == 200 && answer.body().contains("Webhook message delivery failed")) {
      throw answer.retryable();
    }
    var error = answer.json().flatMap(body -> body.object("error"));
    if (answer.status() / 100 == 4 && error.isPresent()) {
      throw answer.refused(reason(error.get()));
    }
  }

  private static String refused(String status) {
    return switch (status) {
      case "429" -> "Teams took no more messages (429); it will be later.";
      case "413" -> "Teams found the message too long (413); please report it to Backupman.";
      default -> "Teams refused the message (" + status + ").";
    };
  }

  private static String reason(JsonObject error) {
    var code = error.text("code").orElse("");
    var message = error.text("message").orElse("").replaceFirst("\\.$", "");
    return code + ": " + message + ADVICE.getOrDefault(code, ".");
  }
}
